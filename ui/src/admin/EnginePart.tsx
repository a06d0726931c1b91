import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useResource } from '../api/resource';
import type { EngineStates } from '../api/types';
import { decimal, plural } from '../lib/format';
import type { AdminProps } from '../page/Admin';
import { Pill } from '../parts/Pill';
import { Section } from '../parts/Section';
import { Local } from '../parts/Time';
import { EngineVersions } from '../status/EngineVersions';
import { Figures } from './Figures';
import { Confirm, Refusal } from './parts';
import type { Engines } from './types';
import { useChange } from './useChange';

const POLL_MS = 2_000;
const ABOUT: Record<string, string> = {
  vader: 'Words and rules; fast, and the same everywhere.',
  model: 'A small trained model, inside the program.',
  llm: 'A language model by its API; scored locally first.',
  auto: 'Local first, a language model for what is unsure.',
};

function Available({ d, busy, onChoose }: { d: Engines; busy: boolean; onChoose: (name: string | null) => void }) {
  return (
    <ul className="row-list">
      {(d.available ?? []).map((e) => (
        <li key={e.name} className="row-item row-line">
          <span className="strong">{e.name}</span>
          <span className="dim">{e.version}</span>
          {e.name === d.active && <Pill tone="good">Scores new items</Pill>}
          {e.settings && <Pill tone="idle">Chosen by the settings</Pill>}
          <span className="dim wrap row-text">{e.available ? ABOUT[e.name] : `Not available: ${e.reason}.`}</span>
          <span className="push card-actions">
            {e.name === d.active && d.choice !== null && !e.settings && (
              <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onChoose(null)}>
                Leave it to the settings
              </Button>
            )}
            {e.name !== d.active && (
              <Button size="compact-sm" variant="default" disabled={busy || !e.available} onClick={() => onChoose(e.name)}>
                Use<span className="visually-hidden"> {e.name}</span>…
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Model({ m }: { m: Engines['language_model'] }) {
  if (!m.configured) return <p className="dim">None is configured. LLM_BASE_URL, LLM_API_KEY and LLM_MODEL, or the AZURE_OPENAI settings, name one.</p>;
  return (
    <p>
      {m.paused ? <Pill tone="warn">{m.paused === 'budget' ? 'The budget of the day is spent' : 'Not available'}</Pill> : <Pill tone="good">Works</Pill>} {m.detail}{' '}
      <span className="dim">
        Today: {plural(m.calls_today, 'call')}, {plural(m.tokens_today, 'token')}, ${decimal(m.usd_today)}.
        {m.paused_until && (
          <>
            {' '}
            Again from <Local time={m.paused_until} />.
          </>
        )}
      </span>
    </p>
  );
}

/** What scores the items: chosen while the program runs, and how far a new choice is. */
export default function EnginePart({ admin, live }: AdminProps) {
  const engines = useResource<Engines>('/admin/engine', live.pulse, true);
  const states = useResource<EngineStates>('/engines', live.version, true);
  const [asked, setAsked] = useState<{ name: string | null } | null>(null);
  const call = useChange(admin);
  const { reload } = engines;
  const working = (engines.data?.versions ?? []).some((v) => v.active && v.state !== 'ready');
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [working, reload]);
  const choose = async () => {
    if (!asked || !(await call.run<Engines>('PUT', '/admin/engine', { engine: asked.name }))) return;
    setAsked(null);
    reload();
  };
  return (
    <>
      <Section title="Engines" what="The engines" answer={engines} aside={(d) => (d.pending ? `${plural(d.pending, 'item')} wait to be scored` : 'nothing waits')}>
        {(d) => <Available d={d} busy={call.busy !== ''} onChoose={(name) => setAsked({ name })} />}
      </Section>
      <Section title="Versions" what="The versions" answer={engines}>
        {(d) => <EngineVersions versions={d.versions} />}
      </Section>
      <Section title="How right they are" what="The figures" answer={states}>
        {(d) => <Figures figures={d.figures} />}
      </Section>
      <Section title="Language model" what="The language model" answer={engines}>
        {(d) => <Model m={d.language_model} />}
      </Section>
      <Confirm open={asked !== null} title={asked?.name ? `Use ${asked.name}` : 'Leave it to the settings'} act="Change the engine" busy={call.busy !== ''} onClose={() => setAsked(null)} onAct={() => void choose()}>
        <p>New items are scored by it at once, and stored ones in the background. The numbers are those of the former engine until that is done; then they change together, and the charts mark it.</p>
        <Refusal of={call} />
      </Confirm>
    </>
  );
}
