import { Button } from '@mantine/core';
import { memo, useState } from 'react';
import type { Tool } from '../../api/types';
import { count, plural, points } from '../../lib/format';
import { Link } from '../../route/Link';
import { toolEditPath } from '../sections';
import { StatusPill } from './StatusPill';
import { turned, type SortBy, type Sorting } from './rows';

/** Rows that are made at first; making all of a long table would be felt. */
const FIRST = 100;
const ALIASES = 3;

const Row = memo(function Row({ tool, marked, onMark }: { tool: Tool; marked: boolean; onMark: (slug: string, on: boolean) => void }) {
  const aliases = tool.aliases ?? [];
  return (
    <tr className={marked ? 'marked' : undefined}>
      <td>
        <input type="checkbox" aria-label={`Mark ${tool.name}`} checked={marked} disabled={tool.merged_into !== null} onChange={(e) => onMark(tool.slug, e.currentTarget.checked)} />
      </td>
      <th scope="row" className="wrap">
        <Link to={toolEditPath(tool.slug)}>{tool.name}</Link>
        {tool.vendor && <span className="sub">{tool.vendor}</span>}
      </th>
      <td>
        <StatusPill status={tool.status} into={tool.merged_into} />
      </td>
      <td className="wrap">
        {aliases.slice(0, ALIASES).join(', ') || <span className="dim">none</span>}
        {aliases.length > ALIASES && <span className="dim"> and {count(aliases.length - ALIASES)} more</span>}
      </td>
      <td className="num">{count(tool.total_mentions)}</td>
      <td className="num">{points(tool.net_sentiment)}</td>
    </tr>
  );
});

const COLUMNS: { by: SortBy | null; name: string; num?: boolean }[] = [
  { by: 'name', name: 'Tool' },
  { by: null, name: 'Status' },
  { by: null, name: 'Aliases' },
  { by: 'mentions', name: 'Mentions', num: true },
  { by: 'net', name: 'Net', num: true },
];

interface Props {
  rows: Tool[];
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  marked: ReadonlySet<string>;
  onMark: (slug: string, on: boolean) => void;
}

/** Tools of the catalog, sorted by the heads of the columns. */
export function ToolsTable({ rows, sorting, onSort, marked, onMark }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  return (
    <>
      <div className="table-scroll">
        <table className="table tools-table">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Mark</span>
              </th>
              {COLUMNS.map(({ by, name, num }) => (
                <th key={name} scope="col" className={num ? 'num' : undefined} aria-sort={by === sorting.by ? (sorting.down ? 'descending' : 'ascending') : undefined}>
                  {by ? (
                    <button type="button" className="sort" onClick={() => onSort(turned(sorting, by))}>
                      {name}
                      <span aria-hidden="true">{by === sorting.by ? (sorting.down ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  ) : (
                    name
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((t) => (
              <Row key={t.slug} tool={t} marked={marked.has(t.slug)} onMark={onMark} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <Button className="table-more" variant="default" size="xs" onClick={() => setAll(true)}>
          Show {plural(rows.length - shown.length, 'more tool')}
        </Button>
      )}
    </>
  );
}
