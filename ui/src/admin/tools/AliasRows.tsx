import { Button, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { type AliasDraft, emptyAlias } from './draft';

interface RowProps {
  n: number;
  alias: AliasDraft;
  onChange: (patch: Partial<AliasDraft>) => void;
  onRemove: () => void;
}

function AliasRow({ n, alias, onChange, onRemove }: RowProps) {
  const name = alias.text || `alias ${n}`;
  const rules = [alias.case && 'exact spelling', alias.require && 'needs a word', alias.exclude && 'has exceptions', alias.prior && `prior ${alias.prior}`].filter(Boolean).join(', ');
  return (
    <li className="alias">
      <div className="alias-line">
        <TextInput aria-label={`Alias ${n}`} placeholder="As people write it" maxLength={120} value={alias.text} onChange={(e) => onChange({ text: e.currentTarget.value })} />
        <Button variant="default" size="xs" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
      <details className="more alias-rules">
        <summary>
          Rules<span className="visually-hidden"> of {name}</span> <span className="dim">{rules || 'none'}</span>
        </summary>
        <label className="check">
          <input type="checkbox" checked={alias.case} onChange={(e) => onChange({ case: e.currentTarget.checked })} />
          Exactly so spelled, capitals included
        </label>
        <TextInput label="Needs one of these words near it" placeholder="word, other word" value={alias.require} onChange={(e) => onChange({ require: e.currentTarget.value })} />
        <TextInput label="Means something else beside one of these" placeholder="word, other word" value={alias.exclude} onChange={(e) => onChange({ exclude: e.currentTarget.value })} />
        <TextInput
          label="Prior: how likely the bare word is the tool"
          placeholder="1"
          inputMode="decimal"
          description="0 to 1. Below 0.5 something else in the item must speak for the tool."
          value={alias.prior}
          onChange={(e) => onChange({ prior: e.currentTarget.value })}
        />
      </details>
    </li>
  );
}

/** The names under which a tool is found. */
export function AliasRows({ aliases, onChange }: { aliases: AliasDraft[]; onChange: (aliases: AliasDraft[]) => void }) {
  const list = useRef<HTMLFieldSetElement>(null);
  const focusLast = () => requestAnimationFrame(() => [...(list.current?.querySelectorAll<HTMLInputElement>('.alias-line input') ?? [])].at(-1)?.focus());
  return (
    <fieldset className="aliases" ref={list}>
      <legend>Aliases</legend>
      <ul>
        {aliases.map((alias, i) => (
          <AliasRow
            key={i}
            n={i + 1}
            alias={alias}
            onChange={(patch) => onChange(aliases.map((a, j) => (j === i ? { ...a, ...patch } : a)))}
            onRemove={() => {
              onChange(aliases.filter((_, j) => j !== i));
              focusLast();
            }}
          />
        ))}
      </ul>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          onChange([...aliases, emptyAlias]);
          focusLast();
        }}
      >
        Add alias
      </Button>
    </fieldset>
  );
}
