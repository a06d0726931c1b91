import type { Annotation, EngineChange } from '../api/types';

/** What happened at a time, marked in charts. */
export interface Happening {
  id: string;
  at: string;
  title: string;
  link: string;
}

const nameOf = (e: EngineChange['from']) => `${e.name} ${e.version}`;

/** Notes about the tools drawn and the borders between engines, oldest first. */
export function happenings(notes: readonly Annotation[], borders: readonly EngineChange[], drawn: ReadonlySet<string>): Happening[] {
  return [
    ...notes.filter((a) => a.tool === null || drawn.has(a.tool)).map((a) => ({ id: String(a.id), at: a.at, title: a.title, link: a.link })),
    ...borders.map((b) => ({
      id: `engine ${b.at}`,
      at: `${b.at}T00:00:00Z`,
      title: `Engine: scores of ${nameOf(b.from)} before, of ${nameOf(b.to)} from here on. Texts that were gone before an engine could score them keep the other one’s scores; no change is read across this line.`,
      link: '',
    })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
