import { NativeSelect } from '@mantine/core';
import { useResource } from '../api/resource';
import type { EngineStates } from '../api/types';
import type { UpdateView } from '../view/useView';
import type { View } from '../view/view';

/** Chooses whose numbers are shown, of the engines whose numbers are kept whole; nothing where there is one. */
export function EngineChoice({ view, update }: { view: View; update: UpdateView }) {
  const engines = useResource<EngineStates>('/engines', 0);
  const ready = (engines.data?.versions ?? []).filter((v) => v.state === 'ready');
  if (ready.length < 2 && !view.engine) return null;
  const others = ready.filter((v) => !v.answers).map((v) => `${v.engine}@${v.version}`);
  const answers = ready.find((v) => v.answers);
  return (
    <NativeSelect aria-label="Engine" value={view.engine} onChange={(e) => update({ engine: e.currentTarget.value, step: null })}>
      <option value="">{answers ? `Engine ${answers.engine} ${answers.version}` : 'The engine that answers'}</option>
      {view.engine && !others.includes(view.engine) && <option value={view.engine}>{view.engine}</option>}
      {others.map((e) => (
        <option key={e} value={e}>
          {`By ${e.replace('@', ' ')}`}
        </option>
      ))}
    </NativeSelect>
  );
}
