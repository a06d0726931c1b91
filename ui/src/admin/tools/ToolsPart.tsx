import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { withQuery } from '../../api/client';
import { useResource } from '../../api/resource';
import type { Tools } from '../../api/types';
import { count, plural } from '../../lib/format';
import type { AdminProps } from '../../page/Admin';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { go } from '../../route/address';
import { MergeDialog } from '../merge/MergeDialog';
import { NEW, toolEditPath } from '../sections';
import { useParam } from '../useParam';
import { rowsOf, sortingOf, sortingText, STATES, type State } from './rows';
import { ToolEditor } from './ToolEditor';
import { ToolsTable } from './ToolsTable';

const STATE_WORD: Record<State, string> = { all: 'All', active: 'Active', archived: 'Archived', candidate: 'Candidates', merged: 'Merged' };

/** The tools of the catalog, or one of them. */
export default function ToolsPart(props: AdminProps) {
  return props.subject ? <ToolEditor {...props} /> : <ToolList {...props} />;
}

function ToolList({ admin, live }: AdminProps) {
  const tools = useResource<Tools>(withQuery('/tools', { status: 'all', sort: 'name', range: '30d', end: 'latest', limit: 1000 }), live.version, true);
  const [search, setSearch] = useParam('find');
  const [stateText, setState] = useParam('status');
  const [sortText, setSort] = useParam('sort');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [merging, setMerging] = useState(false);
  const state = STATES.find((s) => s === stateText) ?? 'all';
  const sorting = sortingOf(sortText);
  const rows = useMemo(() => rowsOf(tools.data?.tools ?? [], search, state, sortingOf(sortText)), [tools.data, search, state, sortText]);
  const mark = useCallback((slug: string, on: boolean) => {
    setMarked((old) => {
      const next = new Set(old);
      if (on) next.add(slug);
      else next.delete(slug);
      return next;
    });
  }, []);
  const chosen = (tools.data?.tools ?? []).filter((t) => marked.has(t.slug));
  return (
    <Section
      title="Tools"
      what="The tools"
      tall
      answer={tools}
      aside={(d) => (rows.length === d.total ? plural(d.total, 'tool') : `${count(rows.length)} of ${plural(d.total, 'tool')}`)}
      actions={
        <Button size="xs" onClick={() => go(toolEditPath(NEW))}>
          New tool
        </Button>
      }
    >
      {(d) => (
        <>
          <div className="admin-filters" role="search">
            <TextInput aria-label="Find a tool" type="search" placeholder="Name, vendor, alias, category" value={search} onChange={(e) => setSearch(e.currentTarget.value, 'replace')} />
            <NativeSelect aria-label="Status" value={state} onChange={(e) => setState(e.currentTarget.value === 'all' ? '' : e.currentTarget.value)}>
              {STATES.map((s) => (
                <option key={s} value={s}>
                  {STATE_WORD[s]}
                </option>
              ))}
            </NativeSelect>
            <Button variant="default" disabled={chosen.length < 2} onClick={() => setMerging(true)}>
              {chosen.length < 2 ? 'Merge marked…' : `Merge ${chosen.length} marked…`}
            </Button>
          </div>
          {d.tools.length < d.total && <p className="dim">Only the first {count(d.tools.length)} by name are listed.</p>}
          {rows.length > 0 ? (
            <ToolsTable rows={rows} sorting={sorting} onSort={(s) => setSort(sortingText(s) === 'name' ? '' : sortingText(s), 'replace')} marked={marked} onMark={mark} />
          ) : (
            <Empty title={d.total === 0 ? 'The catalog is empty.' : 'No tool matches.'}>
              <p>{d.total === 0 ? 'Create a tool, and its mentions are looked for in everything stored.' : 'Try fewer letters, or another status.'}</p>
            </Empty>
          )}
          <p className="sub">Mentions and net sentiment are those of the last 30 days.</p>
          <MergeDialog open={merging} sources={chosen} admin={admin} onClose={() => setMerging(false)} />
        </>
      )}
    </Section>
  );
}
