import { Button } from '@mantine/core';
import { useState } from 'react';
import { useResource } from '../../api/resource';
import type { AdminProps } from '../../page/Admin';
import { Empty } from '../../parts/Notice';
import { Pill } from '../../parts/Pill';
import { Section } from '../../parts/Section';
import { TableHead } from '../../parts/TableHead';
import { Age } from '../../parts/Time';
import { Link } from '../../route/Link';
import { Confirm, Refusal } from '../parts';
import { toolEditPath } from '../sections';
import type { Merge, Merges } from '../types';
import { useChange } from '../useChange';

function Names({ slugs }: { slugs: readonly string[] }) {
  return slugs.map((slug, i) => (
    <span key={slug}>
      {i > 0 && ', '}
      <Link to={toolEditPath(slug)}>{slug}</Link>
    </span>
  ));
}

/** Which tools were made one, newest first; undoing restores every number. */
export default function MergesPart({ admin, live, now }: AdminProps) {
  const merges = useResource<Merges>('/admin/tools/merge-history', live.version);
  const [asked, setAsked] = useState<Merge | null>(null);
  const call = useChange(admin);
  const undo = async () => {
    if (!asked || !(await call.run<Merge>('POST', `/admin/tools/merges/${asked.id}/undo`))) return;
    setAsked(null);
    merges.reload();
  };
  return (
    <>
      <Section title="Merges" what="The history of merges" answer={merges} aside={() => 'newest first'}>
        {({ merges: rows }) =>
          (rows ?? []).length === 0 ? (
            <Empty title="Nothing was merged.">
              <p>Mark two tools or more in the table of tools, and merge them there.</p>
            </Empty>
          ) : (
            <div className="table-scroll" tabIndex={0} role="region" aria-label="The merges">
              <table className="table">
                <TableHead columns={['Merged', 'Into', 'When', 'By', 'State']} />
                <tbody>
                  {rows!.map((m) => (
                    <tr key={m.id}>
                      <td>
                        <Names slugs={m.sources ?? []} />
                      </td>
                      <td>
                        <Names slugs={[m.target]} />
                      </td>
                      <td>{m.merged_at && <Age time={m.merged_at} now={now} />}</td>
                      <td className="wrap">{m.actor}</td>
                      <td>
                        {m.undone_at ? (
                          <>
                            <Pill tone="idle">Undone</Pill>{' '}
                            <span className="dim">
                              <Age time={m.undone_at} now={now} />
                            </span>
                          </>
                        ) : (
                          <Button size="compact-sm" variant="default" onClick={() => setAsked(m)}>
                            Undo<span className="visually-hidden"> the merge into {m.target}</span>
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Section>
      <Confirm open={asked !== null} title="Undo the merge" act="Undo the merge" busy={call.busy !== ''} onClose={() => setAsked(null)} onAct={() => void undo()}>
        <p>
          {(asked?.sources ?? []).join(', ')} and {asked?.target} count apart again. Every number is as if they had never been merged.
        </p>
        <Refusal of={call} />
      </Confirm>
    </>
  );
}
