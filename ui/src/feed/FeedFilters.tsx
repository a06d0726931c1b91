import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { Label, Tool } from '../api/types';
import type { UpdateView } from '../view/useView';
import { MAX_TOOLS, type View } from '../view/view';

const HINT = 'All words must occur. "exact phrase", -without, begin*';
const PAUSE_MS = 450;

/** Search and filters. Typing searches after a pause; Enter at once. */
export function FeedFilters({ view, update, tools }: { view: View; update: UpdateView; tools: Tool[] }) {
  const [text, setText] = useState(view.query);
  useEffect(() => setText(view.query), [view.query]);
  useEffect(() => {
    if (text.trim() === view.query) return;
    const timer = setTimeout(() => update({ query: text.trim() }, 'replace'), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, view.query, update]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    update({ query: text.trim() });
  };
  const filtered = view.query || view.kind || view.label || view.step || view.tools.length > 0 || text;
  return (
    <form role="search" className="filters" onSubmit={submit}>
      <TextInput
        className="filters-text"
        label="Search"
        type="search"
        placeholder="Words in title or text"
        description={HINT}
        inputWrapperOrder={['label', 'input', 'description']}
        maxLength={200}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <NativeSelect
        label="Tool"
        value=""
        disabled={view.tools.length >= MAX_TOOLS}
        onChange={(e) => e.currentTarget.value && update({ tools: [...view.tools, e.currentTarget.value] })}
      >
        <option value="">{view.tools.length ? 'And another' : 'Any or none'}</option>
        {tools
          .filter((t) => !view.tools.includes(t.slug))
          .map((t) => (
            <option key={t.slug} value={t.slug}>
              {t.name}
            </option>
          ))}
      </NativeSelect>
      <NativeSelect label="Sentiment" value={view.label} onChange={(e) => update({ label: e.currentTarget.value as Label | '' })}>
        <option value="">Any</option>
        <option value="positive">▲ Positive</option>
        <option value="neutral">● Neutral</option>
        <option value="negative">▼ Negative</option>
      </NativeSelect>
      <Button
        variant="default"
        className="filters-clear"
        disabled={!filtered}
        onClick={() => {
          setText('');
          update({ query: '', kind: '', label: '', tools: [], step: null });
        }}
      >
        Clear
      </Button>
    </form>
  );
}
