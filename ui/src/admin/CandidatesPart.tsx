import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import { Evidence } from '../feed/Evidence';
import { count, plural } from '../lib/format';
import type { AdminProps } from '../page/Admin';
import { Disclosure } from '../parts/Disclosure';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { Age, Local } from '../parts/Time';
import type { Admin } from '../shell/useAdmin';
import { Link } from '../route/Link';
import { toolEditPath } from './sections';
import { Confirm, Done, Refusal } from './parts';
import type { Candidate, Candidates, Definition } from './types';
import { useChange } from './useChange';
import { useParam } from './useParam';

const STATES = ['proposed', 'snoozed', 'rejected', 'approved'] as const;
const STATE_WORD = { proposed: 'Proposed', snoozed: 'Snoozed', rejected: 'Rejected', approved: 'Approved' };
const SHOWN_EVIDENCE = 5;

function ApproveDialog({ candidate, admin, onClose, onDone }: { candidate: Candidate | null; admin: Admin; onClose: () => void; onDone: (name: string) => void }) {
  const [name, setName] = useState('');
  const [vendor, setVendor] = useState('');
  const call = useChange(admin);
  const approve = async () => {
    if (!candidate) return;
    const tool = await call.run<Definition>('POST', `/admin/candidates/${encodeURIComponent(candidate.id)}/approve`, { name: name.trim() || undefined, vendor: vendor.trim() || undefined });
    if (tool) onDone(tool.name);
  };
  return (
    <Confirm open={candidate !== null} title={`Approve ${candidate?.name ?? ''}`} act="Make it a tool" busy={call.busy !== ''} onClose={onClose} onAct={() => void approve()}>
      <p>It becomes a tool under the names that people write ({(candidate?.spellings ?? []).join(', ')}), and everything stored is searched for it.</p>
      <TextInput label="Name" placeholder={candidate?.name} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <TextInput label="Vendor" value={vendor} onChange={(e) => setVendor(e.currentTarget.value)} />
      <Refusal of={call} />
    </Confirm>
  );
}

function Card({ c, now, busy, onApprove, onDecide }: { c: Candidate; now: number; busy: boolean; onApprove: () => void; onDecide: (how: 'reject' | 'snooze') => void }) {
  return (
    <li className="candidate">
      <div className="candidate-head">
        <h3>{c.name}</h3>
        <span className="push card-actions">
          {c.state !== 'approved' && (
            <Button size="compact-sm" disabled={busy} onClick={onApprove}>
              Approve…<span className="visually-hidden"> {c.name}</span>
            </Button>
          )}
          {c.state === 'proposed' && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onDecide('snooze')}>
              Snooze 30 days<span className="visually-hidden"> {c.name}</span>
            </Button>
          )}
          {(c.state === 'proposed' || c.state === 'snoozed') && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onDecide('reject')}>
              Reject<span className="visually-hidden"> {c.name}</span>
            </Button>
          )}
        </span>
      </div>
      <p className="dim">
        {plural(c.items, 'item')} by {plural(c.authors, 'author')} in {plural(c.threads, 'thread')} and {plural(c.communities, 'community', 'communities')}
        {c.last_mention && (
          <>
            , last <Age time={c.last_mention} now={now} />
          </>
        )}
        {c.until && (
          <>
            , not proposed before <Local time={c.until} />
          </>
        )}
        .
      </p>
      {(c.beside ?? []).length > 0 && (
        <p className="dim">
          Beside{' '}
          {(c.beside ?? []).slice(0, 4).map((b, i) => (
            <span key={b.slug}>
              {i > 0 && ', '}
              <Link to={toolEditPath(b.slug)}>{b.slug}</Link> ({count(b.items)})
            </span>
          ))}
        </p>
      )}
      <Disclosure hint={` for ${c.name}`} inside={() => <Evidence ids={(c.evidence ?? []).slice(0, SHOWN_EVIDENCE)} now={now} />}>
        Evidence
      </Disclosure>
    </li>
  );
}

/** Names found in what people write, to be made tools or to be put aside. */
export default function CandidatesPart({ admin, live, now }: AdminProps) {
  const [stateText, setState] = useParam('state');
  const state = STATES.find((s) => s === stateText) ?? 'proposed';
  const list = useResource<Candidates>(withQuery('/admin/candidates', { state, limit: 100 }), live.version, true);
  const [approving, setApproving] = useState<Candidate | null>(null);
  const [done, setDone] = useState('');
  const call = useChange(admin);
  const decide = async (c: Candidate, how: 'reject' | 'snooze') => {
    const after = await call.run<Candidate>('POST', `/admin/candidates/${encodeURIComponent(c.id)}/${how}`, how === 'snooze' ? { days: 30 } : undefined);
    if (!after) return;
    setDone(how === 'snooze' ? `${c.name} is not proposed for 30 days.` : `${c.name} was rejected.`);
    list.reload();
  };
  return (
    <Section
      title="Candidates"
      what="The candidates"
      tall
      answer={list}
      aside={(d) => plural(d.total, 'name')}
      actions={
        <NativeSelect aria-label="State" size="xs" value={state} onChange={(e) => setState(e.currentTarget.value === 'proposed' ? '' : e.currentTarget.value)}>
          {STATES.map((s) => (
            <option key={s} value={s}>
              {STATE_WORD[s]}
            </option>
          ))}
        </NativeSelect>
      }
    >
      {({ candidates }) => (
        <>
          {done && <Done>{done}</Done>}
          <Refusal of={call} />
          {(candidates ?? []).length === 0 ? (
            <Empty title={state === 'proposed' ? 'No name stands out.' : `None is ${state}.`}>
              {state === 'proposed' && <p>A name is proposed when many people write it within a week as they write the names of tools.</p>}
            </Empty>
          ) : (
            <ul className="candidates">
              {candidates!.map((c) => (
                <Card key={c.id} c={c} now={now} busy={call.busy !== ''} onApprove={() => setApproving(c)} onDecide={(how) => void decide(c, how)} />
              ))}
            </ul>
          )}
          <ApproveDialog
            key={approving?.id ?? ''}
            candidate={approving}
            admin={admin}
            onClose={() => setApproving(null)}
            onDone={(name) => {
              setApproving(null);
              setDone(`${name} is a tool now. Stored items are searched for it.`);
              list.reload();
            }}
          />
        </>
      )}
    </Section>
  );
}
