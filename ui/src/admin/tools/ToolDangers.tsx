import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useResource } from '../../api/resource';
import { count, plural } from '../../lib/format';
import { Failure } from '../../parts/Notice';
import { go } from '../../route/address';
import type { Admin } from '../../shell/useAdmin';
import { MergeDialog } from '../merge/MergeDialog';
import { Confirm, Refusal } from '../parts';
import { sectionPath } from '../sections';
import type { AdminTool, Definition, Loss } from '../types';
import { useChange } from '../useChange';

interface Props {
  tool: AdminTool;
  admin: Admin;
  onDone: () => void;
}

function Losses({ loss }: { loss: Loss }) {
  return (
    <ul className="losses">
      <li>{plural(loss.mentions, 'counted mention')}</li>
      {loss.gone > 0 && <li>{count(loss.gone)} of them in items whose text is gone: nothing can find these again</li>}
      <li>{plural(loss.relations, 'preference or switch', 'preferences and switches')} that name it</li>
      <li>{plural(loss.annotations, 'annotation')}</li>
    </ul>
  );
}

function DeleteDialog({ tool, admin, open, onClose }: { tool: AdminTool; admin: Admin; open: boolean; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const path = `/admin/tools/${encodeURIComponent(tool.slug)}`;
  const loss = useResource<Loss>(open ? `${path}/delete-preview` : null, 0);
  const call = useChange(admin);
  const remove = async () => {
    if (await call.run<Loss>('DELETE', path, { confirm: typed, edit: loss.data?.edit })) go(sectionPath('tools'));
  };
  return (
    <Confirm open={open} title={`Delete ${tool.name}`} act="Delete for ever" danger busy={call.busy !== ''} disabled={!loss.data || typed !== tool.name} onClose={onClose} onAct={() => void remove()}>
      <p>This cannot be undone. Archiving keeps the numbers, and merging moves them to another tool. With it go:</p>
      {loss.data ? <Losses loss={loss.data} /> : loss.error ? <Failure error={loss.error} retry={loss.reload} what="What would be lost" /> : <p className="dim">Counting…</p>}
      <TextInput label={`Type the name, ${tool.name}`} autoComplete="off" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
      <Refusal of={call} />
    </Confirm>
  );
}

/** What ends a tool: archiving, merging, deleting. */
export function ToolDangers({ tool, admin, onDone }: Props) {
  const [open, setOpen] = useState<'' | 'archive' | 'merge' | 'delete'>('');
  const call = useChange(admin);
  const archived = tool.status === 'archived';
  const turn = async () => {
    const way = archived ? 'unarchive' : 'archive';
    if (!(await call.run<Definition>('POST', `/admin/tools/${encodeURIComponent(tool.slug)}/${way}`, { edit: tool.edit }))) return;
    setOpen('');
    onDone();
  };
  return (
    <section className="card" aria-labelledby="dangers-title">
      <div className="card-head">
        <h2 id="dangers-title">End or move it</h2>
      </div>
      <ul className="dangers">
        <li>
          <p>
            <strong>{archived ? 'Look for it again' : 'Archive'}</strong>
            <span className="sub">{archived ? 'New items are searched for it again.' : 'It is not looked for in new items. Its numbers stay.'}</span>
          </p>
          <Button variant="default" size="xs" loading={call.busy !== ''} onClick={() => (archived ? void turn() : setOpen('archive'))}>
            {archived ? 'Unarchive' : 'Archive…'}
          </Button>
        </li>
        <li>
          <p>
            <strong>Merge</strong>
            <span className="sub">Its mentions count for another tool. This can be undone.</span>
          </p>
          <Button variant="default" size="xs" disabled={tool.merged_into !== null} onClick={() => setOpen('merge')}>
            Merge…
          </Button>
        </li>
        <li>
          <p>
            <strong>Delete</strong>
            <span className="sub">It and all its numbers are gone for ever.</span>
          </p>
          <Button variant="default" size="xs" className="danger-outline" onClick={() => setOpen('delete')}>
            Delete…
          </Button>
        </li>
      </ul>
      {open === '' && <Refusal of={call} />}
      <Confirm open={open === 'archive'} title={`Archive ${tool.name}`} act="Archive" busy={call.busy !== ''} onClose={() => setOpen('')} onAct={() => void turn()}>
        <p>It is not looked for in items created from now on. What was found before stays, and you can take this back.</p>
        <Refusal of={call} />
      </Confirm>
      <MergeDialog open={open === 'merge'} sources={[{ slug: tool.slug, name: tool.name }]} admin={admin} onClose={() => setOpen('')} />
      <DeleteDialog tool={tool} admin={admin} open={open === 'delete'} onClose={() => setOpen('')} />
    </section>
  );
}
