/** A part of the administration, at /admin/ID. */
export interface Section {
  id: string;
  name: string;
  /** What it is for, under its heading. */
  about: string;
}

/** The parts in the order of their links; the first is shown at /admin. */
export const SECTIONS = [
  { id: 'tools', name: 'Tools', about: 'What is looked for, and by which names.' },
  { id: 'merges', name: 'Merges', about: 'Which tools were made one, and how to take that back.' },
  { id: 'candidates', name: 'Candidates', about: 'Names that many write, and no tool of the catalog has.' },
  { id: 'cycles', name: 'Cycles', about: 'Collecting, as it runs and as it ran.' },
  { id: 'reanalysis', name: 'Re-analysis', about: 'Stored items looked at again, after the catalog or the engine changed.' },
  { id: 'engine', name: 'Engine', about: 'What scores the items.' },
  { id: 'labels', name: 'Labels', about: 'What people say of a sample, and how right engines are by that.' },
  { id: 'annotations', name: 'Annotations', about: 'What happened when, marked in the charts.' },
  { id: 'retention', name: 'Retention', about: 'How long texts are kept.' },
  { id: 'keys', name: 'Keys', about: 'Who may read and change what over the API.' },
  { id: 'audit', name: 'Audit log', about: 'Who changed what, and when.' },
] as const satisfies readonly Section[];

export type SectionId = (typeof SECTIONS)[number]['id'];

/** Where a subject of the admin page leads: a part and what it is about (the slug of a tool). */
export interface Place {
  section: Section & { id: SectionId };
  /** Empty for the part itself; NEW for a form for something that is not there yet. */
  subject: string;
}

/** Cannot be a slug: these have no plus. */
export const NEW = '+new';

/** The place of a subject as routeOf gives it, null when there is none. */
export function placeOf(subject: string): Place | null {
  const [id = '', ...rest] = subject.split('/');
  const section = id === '' ? SECTIONS[0] : SECTIONS.find((s) => s.id === id);
  if (!section || rest.length > 1 || (rest.length === 1 && section.id !== 'tools')) return null;
  return { section, subject: rest[0] ?? '' };
}

export const sectionPath = (id: SectionId) => `/admin/${id}`;
export const toolEditPath = (slug: string) => `/admin/tools/${encodeURIComponent(slug)}`;
