import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ApiError, get, withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { AdminProps } from '../page/Admin';
import { Disclosure } from '../parts/Disclosure';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { TableHead } from '../parts/TableHead';
import { Local } from '../parts/Time';
import { changesOf } from './diff';
import type { AuditEntry, AuditLog } from './types';
import { useParam } from './useParam';

const PAGE = 50;

function Changes({ entry }: { entry: AuditEntry }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="What changed">
      <table className="table audit-changes">
        <TableHead columns={['Field', 'Before', 'After']} />
        <tbody>
          {changesOf(entry.before, entry.after).map((c) => (
            <tr key={c.field}>
              <th scope="row">{c.field || 'value'}</th>
              <td>{c.before ? <del>{c.before}</del> : <span className="dim">nothing</span>}</td>
              <td>{c.after ? <ins>{c.after}</ins> : <span className="dim">nothing</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const n = changesOf(entry.before, entry.after).length;
  return (
    <li className="row-item">
      <div className="row-line">
        <code>{entry.action}</code>
        {entry.subject && <span className="strong wrap">{entry.subject}</span>}
        <span className="dim wrap">
          by {entry.actor}
          {entry.detail && `: ${entry.detail}`}
        </span>
        <span className="push dim">
          <Local time={entry.at} />
        </span>
      </div>
      {n > 0 && (
        <Disclosure hint={` of ${entry.action} ${entry.subject}`} inside={() => <Changes entry={entry} />}>
          {n === 1 ? '1 field' : `${n} fields`}
        </Disclosure>
      )}
    </li>
  );
}

/** Who changed what, newest first, with the state before and after. */
export default function AuditPart({ live }: AdminProps) {
  const [actor, setActor] = useParam('actor');
  const [action, setAction] = useParam('action');
  const [subject, setSubject] = useParam('subject');
  const path = (cursor?: string) => withQuery('/admin/audit-log', { actor, action, subject, cursor, limit: PAGE });
  const first = useResource<AuditLog>(path(), live.pulse, true);
  const [older, setOlder] = useState<AuditLog[]>([]);
  const [error, setError] = useState('');
  useEffect(() => setOlder([]), [first.data]);
  const next = (older.at(-1) ?? first.data)?.next_cursor;
  const more = () =>
    get<AuditLog>(path(next ?? undefined)).then(
      (page) => {
        setError('');
        setOlder((old) => [...old, page]);
      },
      (cause: unknown) => setError(cause instanceof ApiError ? cause.message : 'More could not be loaded.'),
    );
  return (
    <Section title="Audit log" what="The audit log" tall answer={first} aside={() => 'newest first'}>
      {(d) => {
        const entries = [d, ...older].flatMap((p) => p.entries ?? []);
        return (
          <>
            <div className="admin-filters audit-filters" role="search">
              <TextInput aria-label="Who" placeholder="Who" value={actor} onChange={(e) => setActor(e.currentTarget.value, 'replace')} />
              <TextInput aria-label="Action" placeholder="Action, as tools.merge" value={action} onChange={(e) => setAction(e.currentTarget.value, 'replace')} />
              <TextInput aria-label="Subject" placeholder="What it was done to" value={subject} onChange={(e) => setSubject(e.currentTarget.value, 'replace')} />
            </div>
            {entries.length === 0 ? (
              <Empty title="Nothing is recorded for this.">
                <p>Who, action and subject are compared as a whole, as they stand in the log.</p>
              </Empty>
            ) : (
              <ul className="row-list">
                {entries.map((e, i) => (
                  <Entry key={`${e.at} ${e.action} ${e.subject} ${i}`} entry={e} />
                ))}
              </ul>
            )}
            {error && (
              <p className="refusal" role="alert">
                {error}
              </p>
            )}
            {next && (
              <Button className="table-more" variant="default" size="xs" onClick={() => void more()}>
                Load older
              </Button>
            )}
          </>
        );
      }}
    </Section>
  );
}
