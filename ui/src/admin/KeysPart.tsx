import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useResource } from '../api/resource';
import type { AdminProps } from '../page/Admin';
import { Empty } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Section } from '../parts/Section';
import { TableHead } from '../parts/TableHead';
import { Age, Local } from '../parts/Time';
import type { Admin } from '../shell/useAdmin';
import { Confirm, Refusal } from './parts';
import type { Key, Keys, NewKey } from './types';
import { useChange } from './useChange';

function CreateKey({ admin, onMade }: { admin: Admin; onMade: (key: NewKey) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('read');
  const [expires, setExpires] = useState('');
  const call = useChange(admin);
  const make = async () => {
    const key = await call.run<NewKey>('POST', '/admin/keys', { name: name.trim(), role, expires: expires || undefined });
    if (!key) return;
    setName('');
    onMade(key);
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        if (name.trim()) void make();
      }}
    >
      <div className="job-fields">
        <TextInput label="Name" description="The audit log keeps it with what the key does" maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <NativeSelect label="Role" description="What it may do" value={role} onChange={(e) => setRole(e.currentTarget.value)}>
          <option value="read">Read and push in</option>
          <option value="admin">Everything</option>
        </NativeSelect>
        <label className="field">
          Ends on (UTC day)
          <span className="sub">Empty: never</span>
          <input type="date" value={expires} onChange={(e) => setExpires(e.currentTarget.value)} />
        </label>
      </div>
      <Refusal of={call} />
      <div className="editor-foot">
        <Button type="submit" loading={call.busy !== ''} disabled={!name.trim()}>
          Create key
        </Button>
      </div>
    </form>
  );
}

/** A new key, shown this once: only its hash is kept. */
function Fresh({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(made.key).then(() => setCopied(true), () => undefined);
  return (
    <div className="notice notice-warn" role="status">
      <div>
        <strong>Copy the key of “{made.name}” now. It is shown only this once.</strong>
        <p>
          <code className="fresh-key">{made.key}</code>
        </p>
      </div>
      <span className="card-actions">
        <Button size="compact-sm" onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          I have it
        </Button>
      </span>
    </div>
  );
}

const stateOf = (k: Key) => (k.revoked ? 'Revoked' : k.works ? 'Works' : 'Ended');

/** Keys for the API: made, seen once, ended. */
export default function KeysPart({ admin, live, now }: AdminProps) {
  const keys = useResource<Keys>('/admin/keys', live.version);
  const [made, setMade] = useState<NewKey | null>(null);
  const [ending, setEnding] = useState<Key | null>(null);
  const call = useChange(admin);
  const revoke = async () => {
    if (!ending || !(await call.run<Key>('DELETE', `/admin/keys/${encodeURIComponent(ending.id)}`))) return;
    setEnding(null);
    keys.reload();
  };
  return (
    <>
      <section className="card" aria-labelledby="new-key-title">
        <div className="card-head">
          <h2 id="new-key-title">New key</h2>
        </div>
        <CreateKey
          admin={admin}
          onMade={(key) => {
            setMade(key);
            keys.reload();
          }}
        />
      </section>
      {made && <Fresh made={made} onDone={() => setMade(null)} />}
      <Section title="Keys" what="The keys" answer={keys}>
        {({ keys: rows }) =>
          (rows ?? []).length === 0 ? (
            <Empty title="No keys were made.">
              <p>
                <code>ADMIN_TOKEN</code> works beside them and is not listed.
              </p>
            </Empty>
          ) : (
            <div className="table-scroll" tabIndex={0} role="region" aria-label="The keys">
              <table className="table">
                <TableHead columns={['Name', 'Role', 'State', 'Made', 'Ends', { name: 'Change', unseen: true }]} />
                <tbody>
                  {rows!.map((k) => (
                    <tr key={k.id}>
                      <th scope="row" className="wrap">
                        {k.name}
                      </th>
                      <td>{k.role}</td>
                      <td>
                        <Pill tone={k.works ? 'good' : 'idle'}>{stateOf(k)}</Pill>
                      </td>
                      <td>
                        <Age time={k.created} now={now} />
                      </td>
                      <td>{k.expires ? <Local time={k.expires} /> : <span className="dim">never</span>}</td>
                      <td className="num">
                        {k.works && (
                          <Button size="compact-sm" variant="default" onClick={() => setEnding(k)}>
                            Revoke…<span className="visually-hidden"> {k.name}</span>
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
      <Confirm open={ending !== null} title={`Revoke ${ending?.name ?? ''}`} act="Revoke" danger busy={call.busy !== ''} onClose={() => setEnding(null)} onAct={() => void revoke()}>
        <p>Whatever uses this key is refused from now on. This cannot be undone; make a new key instead.</p>
        <Refusal of={call} />
      </Confirm>
    </>
  );
}
