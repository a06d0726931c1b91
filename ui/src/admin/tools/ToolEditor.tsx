import { Button, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useResource } from '../../api/resource';
import type { AdminProps } from '../../page/Admin';
import { Failure, Notice } from '../../parts/Notice';
import { Link } from '../../route/Link';
import { go } from '../../route/address';
import { toolPath } from '../../route/route';
import { Done, Refusal } from '../parts';
import { NEW, sectionPath, toolEditPath } from '../sections';
import type { AdminTool, Definition } from '../types';
import { useChange } from '../useChange';
import { ConflictNotice } from './ConflictNotice';
import { bodyOf, differing, draftOf, emptyDraft, faultOf, rebase, type Draft } from './draft';
import { PreviewPanel } from './PreviewPanel';
import { StatusPill } from './StatusPill';
import { ToolDangers } from './ToolDangers';
import { ToolForm } from './ToolForm';

function Head({ tool }: { tool: AdminTool | undefined }) {
  return (
    <div className="admin-head">
      <div>
        <Link to={sectionPath('tools')}>← All tools</Link>
        <h2>
          {tool ? tool.name : 'New tool'} {tool && <StatusPill status={tool.status} into={tool.merged_into} />}
        </h2>
      </div>
      {tool && (
        <Link className="push" to={toolPath(tool.slug)}>
          What is said about it
        </Link>
      )}
    </div>
  );
}

/** Whether a definition is being counted anew since it was changed. */
function Working({ tool }: { tool: AdminTool }) {
  const next = (tool.versions ?? []).find((v) => !v.answers && v.state !== 'retired');
  if (!next) return null;
  return (
    <Notice action={<Link to={sectionPath('reanalysis')}>Watch it</Link>}>
      The stored items are looked at again for the newest definition. Until that is done, the numbers are those of the former one.
    </Notice>
  );
}

/** Loads a tool and hands it to the form; a new one begins empty. */
export function ToolEditor(props: AdminProps) {
  const isNew = props.subject === NEW;
  const tool = useResource<AdminTool>(isNew ? null : `/admin/tools/${encodeURIComponent(props.subject)}`, props.live.version);
  if (isNew) return <EditorForm key={NEW} {...props} tool={undefined} reload={tool.reload} />;
  if (tool.data) return <EditorForm key={tool.data.slug} {...props} tool={tool.data} reload={tool.reload} />;
  if (tool.error) return <Failure error={tool.error} retry={tool.reload} what="The tool" />;
  return <Skeleton className="section-tall" />;
}

interface Base {
  edit: number;
  draft: Draft;
}

function EditorForm({ admin, now, tool, reload }: AdminProps & { tool: AdminTool | undefined; reload: () => void }) {
  const [base, setBase] = useState<Base>(() => (tool ? { edit: tool.edit, draft: draftOf(tool) } : { edit: 0, draft: emptyDraft }));
  const [draft, setDraft] = useState(base.draft);
  const [newer, setNewer] = useState<Definition>();
  const [saved, setSaved] = useState(false);
  const call = useChange(admin);
  const touched = differing(base.draft, draft).length > 0;
  const fault = faultOf(draft);

  useEffect(() => {
    // What was changed elsewhere (the state, say) is taken over while nothing of ours would be lost.
    if (tool && tool.edit > base.edit && !touched) adopt(tool);
  }, [tool, base.edit, touched]);
  useEffect(() => {
    const conflict = call.error?.status === 409 ? (call.error.problem as { newer?: Definition | null } | undefined)?.newer : undefined;
    if (conflict && tool) setNewer(conflict);
  }, [call.error, tool]);

  function adopt(definition: Definition) {
    const next = { edit: definition.edit, draft: draftOf(definition) };
    setBase(next);
    setDraft(next.draft);
    setNewer(undefined);
  }
  function edit(next: Draft) {
    setDraft(next);
    setSaved(false);
  }
  async function save() {
    if (fault) return;
    const body = bodyOf(draft);
    const done = await (tool ? call.run<Definition>('PUT', `/admin/tools/${encodeURIComponent(tool.slug)}`, { ...body, edit: base.edit }) : call.run<Definition>('POST', '/admin/tools', body));
    if (!done) return;
    if (!tool) return go(toolEditPath(done.slug), 'replace');
    adopt(done);
    setSaved(true);
    reload();
  }

  const rebased = newer && rebase(base.draft, draft, draftOf(newer));
  return (
    <>
      <Head tool={tool} />
      {tool && <Working tool={tool} />}
      {newer && rebased && (
        <ConflictNotice
          mine={draft}
          newer={draftOf(newer)}
          rebased={rebased}
          onReapply={() => {
            setBase({ edit: newer.edit, draft: draftOf(newer) });
            setDraft(rebased.draft);
            setNewer(undefined);
            call.clear();
          }}
          onDrop={() => {
            adopt(newer);
            call.clear();
          }}
        />
      )}
      <div className="editor">
        <form
          className="card"
          aria-label="Definition"
          onSubmit={(e) => {
            e.preventDefault();
            void save();
          }}
        >
          <ToolForm draft={draft} onChange={edit} />
          {touched && fault && <p className="refusal">{fault}</p>}
          {!newer && <Refusal of={call} />}
          {saved && <Done>Saved. Its items are looked at again.</Done>}
          <div className="editor-foot">
            <Button type="submit" loading={call.busy !== ''} disabled={!touched || fault !== '' || newer !== undefined}>
              {tool ? 'Save' : 'Create tool'}
            </Button>
            {touched && tool && (
              <Button variant="default" onClick={() => edit(base.draft)}>
                Undo changes
              </Button>
            )}
          </div>
        </form>
        <PreviewPanel slug={tool?.slug ?? ''} draft={draft} now={now} />
      </div>
      {tool && <ToolDangers tool={tool} admin={admin} onDone={reload} />}
    </>
  );
}
