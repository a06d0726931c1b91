import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { withQuery } from '../../api/client';
import { useResource } from '../../api/resource';
import type { Tools } from '../../api/types';
import { count } from '../../lib/format';
import { Dialog } from '../../parts/Dialog';
import { go } from '../../route/address';
import type { Admin } from '../../shell/useAdmin';
import { Refusal } from '../parts';
import { sectionPath } from '../sections';
import type { MergeReport } from '../types';
import { useChange } from '../useChange';

interface Named {
  slug: string;
  name: string;
}

interface Props {
  open: boolean;
  /** One tool: another is chosen as its target. Several: one of them is. */
  sources: Named[];
  admin: Admin;
  onClose: () => void;
}

function Report({ report, names }: { report: MergeReport; names: Map<string, string> }) {
  const of = (slug: string) => names.get(slug) ?? slug;
  const mentions = Object.entries(report.mentions ?? {});
  return (
    <>
      <table className="table">
        <caption className="visually-hidden">Counted mentions</caption>
        <tbody>
          {mentions.map(([slug, n]) => (
            <tr key={slug}>
              <th scope="row">{of(slug)}</th>
              <td className="num">{count(n)}</td>
            </tr>
          ))}
          <tr className="merge-sum">
            <th scope="row">
              {of(report.merge.target)} afterwards
              <span className="sub">An item that mentions several of them counts once.</span>
            </th>
            <td className="num strong">{count(report.together)}</td>
          </tr>
        </tbody>
      </table>
      {(report.shared_aliases ?? []).length > 0 && <p className="dim">Aliases that more than one of them has: {report.shared_aliases!.join(', ')}.</p>}
      {(report.conflicts ?? []).length > 0 && (
        <div className="refusal" role="alert">
          <strong>It cannot be done:</strong>
          <ul className="faults">
            {report.conflicts!.map((c) => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function MergeForm({ sources, admin, onClose }: Omit<Props, 'open'>) {
  const tools = useResource<Tools>(withQuery('/tools', { status: 'all', sort: 'name', range: '30d', limit: 1000 }), 0);
  const several = sources.length > 1;
  const all: Named[] = (tools.data?.tools ?? []).filter((t) => t.merged_into === null);
  const choices = several ? sources : all.filter((t) => t.slug !== sources[0]?.slug);
  const [target, setTarget] = useState('');
  const [report, setReport] = useState<MergeReport>();
  const call = useChange(admin);
  const { run } = call;
  const from = sources.filter((s) => s.slug !== target).map((s) => s.slug).join(',');

  useEffect(() => {
    setReport(undefined);
    if (!target) return;
    let late = false;
    void run<MergeReport>('POST', '/admin/tools/merge', { sources: from.split(','), target, dry_run: true }).then((r) => !late && setReport(r));
    return () => {
      late = true;
    };
  }, [target, from, run]);

  const merge = async () => {
    const done = await run<MergeReport>('POST', '/admin/tools/merge', { sources: from.split(','), target, edits: report?.merge.edits });
    if (done) go(sectionPath('merges'));
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        void merge();
      }}
    >
      <NativeSelect label={several ? 'The one that stays' : `${sources[0]?.name} counts for`} value={target} onChange={(e) => setTarget(e.currentTarget.value)}>
        <option value="">Choose a tool</option>
        {choices.map((t) => (
          <option key={t.slug} value={t.slug}>
            {t.name}
          </option>
        ))}
      </NativeSelect>
      <div className="merge-report" aria-live="polite">
        {report ? <Report report={report} names={new Map([...all, ...sources].map((t) => [t.slug, t.name]))} /> : <p className="dim">{target ? 'Counting…' : 'What would change is shown here before anything does.'}</p>}
      </div>
      <Refusal of={call} />
      <div className="row-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={call.busy !== ''} disabled={!report || (report.conflicts ?? []).length > 0}>
          Merge
        </Button>
      </div>
    </form>
  );
}

/** Makes several tools count as one, after a dry run has told what that changes. */
export function MergeDialog({ open, onClose, ...rest }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={rest.sources.length > 1 ? `Merge ${rest.sources.length} tools` : `Merge ${rest.sources[0]?.name ?? ''}`}>
      <MergeForm onClose={onClose} {...rest} />
    </Dialog>
  );
}
