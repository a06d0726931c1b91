import { NativeSelect } from '@mantine/core';
import type { Tool } from '../api/types';
import { Mark } from '../parts/Mark';
import { MAX_TOOLS } from '../view/view';
import { ALL } from './model';

interface Props {
  /** What is drawn, in the order of its slots. */
  chosen: readonly string[];
  /** What can be: mentioned tools, most mentioned first. */
  tools: readonly Pick<Tool, 'slug' | 'name'>[];
  onChoose: (slugs: string[]) => void;
  /** Offer the series of all items as well. */
  all?: boolean;
  /** So many must stay. */
  least?: number;
  /** A slug that must stay. */
  kept?: string;
}

/** Which tools are drawn: those that are can be taken away, others added. It is the chart's legend, too. */
export function Chooser({ chosen, tools, onChoose, all = false, least = 1, kept }: Props) {
  const name = (slug: string) => (slug === ALL ? 'All items' : (tools.find((t) => t.slug === slug)?.name ?? slug));
  const stays = (slug: string) => chosen.length <= least || slug === kept;
  const others = tools.filter((t) => !chosen.includes(t.slug));
  return (
    <ul className="chooser" aria-label="Tools shown">
      {chosen.map((slug, i) => (
        <li key={slug}>
          <button type="button" className="chip chip-series" disabled={stays(slug)} onClick={() => onChoose(chosen.filter((s) => s !== slug))}>
            <Mark slot={i} /> <span dir="auto">{name(slug)}</span>
            {!stays(slug) && (
              <>
                {' '}
                <span aria-hidden="true">✕</span>
                <span className="visually-hidden">, take away</span>
              </>
            )}
          </button>
        </li>
      ))}
      {chosen.length < MAX_TOOLS && (others.length > 0 || (all && !chosen.includes(ALL))) && (
        <li>
          <NativeSelect size="xs" aria-label="Add a tool" value="" onChange={(e) => e.currentTarget.value && onChoose([...chosen, e.currentTarget.value])}>
            <option value="">Add a tool…</option>
            {all && !chosen.includes(ALL) && <option value={ALL}>All items</option>}
            {others.map((t) => (
              <option key={t.slug} value={t.slug}>
                {t.name}
              </option>
            ))}
          </NativeSelect>
        </li>
      )}
    </ul>
  );
}
