import { TextInput } from '@mantine/core';
import { AliasRows } from './AliasRows';
import type { Draft } from './draft';

/** The fields of a tool's definition. */
export function ToolForm({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const put = (patch: Partial<Draft>) => onChange({ ...draft, ...patch });
  return (
    <div className="tool-form">
      <TextInput label="Name" required maxLength={200} value={draft.name} onChange={(e) => put({ name: e.currentTarget.value })} />
      <TextInput label="Vendor" maxLength={200} value={draft.vendor} onChange={(e) => put({ vendor: e.currentTarget.value })} />
      <label className="field">
        Description
        <textarea rows={2} maxLength={2000} value={draft.description} onChange={(e) => put({ description: e.currentTarget.value })} />
      </label>
      <TextInput label="Categories" description="With commas between them" value={draft.categories} onChange={(e) => put({ categories: e.currentTarget.value })} />
      <TextInput
        label="Home communities"
        description="Those about this tool alone, as reddit/name: there “it” may mean the tool"
        value={draft.home}
        onChange={(e) => put({ home: e.currentTarget.value })}
      />
      <AliasRows aliases={draft.aliases} onChange={(aliases) => put({ aliases })} />
    </div>
  );
}
