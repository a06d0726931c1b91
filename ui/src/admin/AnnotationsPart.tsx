import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useResource } from '../api/resource';
import type { Annotation, Annotations } from '../api/types';
import { safeUrl } from '../lib/excerpt';
import type { AdminProps } from '../page/Admin';
import { Dialog } from '../parts/Dialog';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { Local } from '../parts/Time';
import type { Admin } from '../shell/useAdmin';
import { Confirm, Refusal } from './parts';
import { useChange } from './useChange';

/** A date and time as the field for it takes it, in UTC. */
const fieldTime = (at: string) => new Date(at).toISOString().slice(0, 16);

function NoteForm({ note, admin, onClose, onDone }: { note: Annotation | null; admin: Admin; onClose: () => void; onDone: () => void }) {
  const [title, setTitle] = useState(note?.title ?? '');
  const [at, setAt] = useState(() => fieldTime(note?.at ?? new Date().toISOString()));
  const [tool, setTool] = useState(note?.tool ?? '');
  const [link, setLink] = useState(note?.link ?? '');
  const call = useChange(admin);
  const save = async () => {
    const body = { title: title.trim(), at: `${at}:00Z`, tool: tool.trim() || undefined, link: link.trim() || undefined };
    const done = await (note ? call.run('PUT', `/admin/annotations/${note.id}`, { ...body, edit: note.edit }) : call.run('POST', '/admin/annotations', body));
    if (done) onDone();
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        if (title.trim() && at) void save();
      }}
    >
      <TextInput label="What happened" required maxLength={200} value={title} onChange={(e) => setTitle(e.currentTarget.value)} />
      <label className="field">
        When (UTC)
        <input type="datetime-local" required value={at} onChange={(e) => setAt(e.currentTarget.value)} />
      </label>
      <TextInput label="Tool" description="Its slug; empty: shown for all tools" value={tool} onChange={(e) => setTool(e.currentTarget.value)} />
      <TextInput label="Link" description="Where to read more" type="url" value={link} onChange={(e) => setLink(e.currentTarget.value)} />
      <Refusal of={call} />
      <div className="row-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={call.busy !== ''} disabled={!title.trim() || !at}>
          {note ? 'Save' : 'Create'}
        </Button>
      </div>
    </form>
  );
}

/** Notes on what happened, which the charts mark. */
export default function AnnotationsPart({ admin, live }: AdminProps) {
  const notes = useResource<Annotations>('/admin/annotations?hours=8760', live.version);
  const [form, setForm] = useState<{ note: Annotation | null } | null>(null);
  const [removing, setRemoving] = useState<Annotation | null>(null);
  const call = useChange(admin);
  const remove = async () => {
    if (!removing || !(await call.run('DELETE', `/admin/annotations/${removing.id}?edit=${removing.edit}`))) return;
    setRemoving(null);
    notes.reload();
  };
  return (
    <>
      <Section
        title="Annotations"
        what="The annotations"
        answer={notes}
        aside={() => 'of the last year'}
        actions={
          <Button size="xs" onClick={() => setForm({ note: null })}>
            New annotation
          </Button>
        }
      >
        {({ annotations }) =>
          (annotations ?? []).length === 0 ? (
            <Empty title="Nothing is noted.">
              <p>A release, an outage, a change of prices: noted here, it stands in the charts where it happened.</p>
            </Empty>
          ) : (
            <ul className="row-list">
              {annotations!.map((n) => (
                <li key={n.id} className="row-item row-line">
                  <span className="strong wrap">{n.title}</span>
                  <span className="dim">{n.tool ?? 'all tools'}</span>
                  <span className="dim">
                    <Local time={n.at} />
                  </span>
                  {safeUrl(n.link) && (
                    <a href={safeUrl(n.link)!} target="_blank" rel="noreferrer">
                      Read more<span className="visually-hidden"> about {n.title} (new tab)</span>
                    </a>
                  )}
                  <span className="push card-actions">
                    <Button size="compact-sm" variant="default" onClick={() => setForm({ note: n })}>
                      Edit<span className="visually-hidden"> {n.title}</span>
                    </Button>
                    <Button size="compact-sm" variant="default" onClick={() => setRemoving(n)}>
                      Delete<span className="visually-hidden"> {n.title}</span>
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Section>
      <Dialog open={form !== null} onClose={() => setForm(null)} title={form?.note ? 'Edit the annotation' : 'New annotation'}>
        <NoteForm
          note={form?.note ?? null}
          admin={admin}
          onClose={() => setForm(null)}
          onDone={() => {
            setForm(null);
            notes.reload();
          }}
        />
      </Dialog>
      <Confirm open={removing !== null} title="Delete the annotation" act="Delete" danger busy={call.busy !== ''} onClose={() => setRemoving(null)} onAct={() => void remove()}>
        <p>“{removing?.title}” is no longer marked in the charts.</p>
        <Refusal of={call} />
      </Confirm>
    </>
  );
}
