import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { Kind, Label } from '../api/types';
import type { UpdateView } from '../view/useView';
import type { View } from '../view/view';

const HINT = 'All words must occur. "exact phrase", -without, begin*';
const PAUSE_MS = 450;

/** Search and filters. Typing searches after a pause; Enter at once. */
export function FeedFilters({ view, update }: { view: View; update: UpdateView }) {
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
  const filtered = view.query || view.kind || view.label || view.step || text;
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
      <NativeSelect label="Kind" value={view.kind} onChange={(e) => update({ kind: e.currentTarget.value as Kind | '' })}>
        <option value="">All kinds</option>
        <option value="post">Posts</option>
        <option value="comment">Comments</option>
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
          update({ query: '', kind: '', label: '', step: null });
        }}
      >
        Clear
      </Button>
    </form>
  );
}
