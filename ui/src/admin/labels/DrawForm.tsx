import { Button, NumberInput, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { plural } from '../../lib/format';
import { Done, Refusal } from '../parts';
import type { DrawnLabels } from '../types';
import type { Changer } from '../useChange';

const USUAL = 235;

/** Draws a sample to label. */
export function DrawForm({ call, onDrawn }: { call: Changer; onDrawn: () => void }) {
  const [count, setCount] = useState<number | string>(USUAL);
  const [what, setWhat] = useState<'mentions' | 'texts'>('mentions');
  const [tool, setTool] = useState('');
  const [done, setDone] = useState('');
  const draw = async () => {
    const slug = what === 'mentions' ? tool.trim() : '';
    const drawn = await call.run<DrawnLabels>('POST', '/admin/labels/draw', { count: Number(count), texts: what === 'texts', tools: slug ? [slug] : [] });
    if (!drawn) return;
    setDone(drawn.drawn > 0 ? `${plural(drawn.drawn, what === 'texts' ? 'text' : 'mention')} drawn.` : 'There is nothing left to draw.');
    onDrawn();
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        void draw();
      }}
    >
      <p className="dim">At random, so that tools, communities and confidences have their share. 235 mentions take about twenty minutes; from 100 labels of a tool on they correct its numbers.</p>
      <div className="label-draw">
        <NumberInput label="How many" min={1} max={5000} value={count} onChange={setCount} />
        <NativeSelect label="Of what" value={what} onChange={(e) => setWhat(e.currentTarget.value as typeof what)}>
          <option value="mentions">Mentions of tools</option>
          <option value="texts">Whole texts</option>
        </NativeSelect>
        <TextInput label="Of one tool only" placeholder="Its slug; empty for all" value={tool} disabled={what === 'texts'} onChange={(e) => setTool(e.currentTarget.value)} />
        <Button type="submit" loading={call.busy === '/admin/labels/draw'}>
          Draw a sample
        </Button>
      </div>
      {done && <Done>{done}</Done>}
      <Refusal of={call} />
    </form>
  );
}
