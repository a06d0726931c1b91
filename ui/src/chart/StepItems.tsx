import { ItemsPanel } from '../feed/ItemsPanel';
import type { Tool } from '../api/types';
import type { UpdateView } from '../view/useView';
import { instant, type View } from '../view/view';
import { ALL } from './model';
import { grainOfStep, stepName } from './step';

interface Props {
  view: View;
  update: UpdateView;
  tools: readonly Pick<Tool, 'slug' | 'name'>[];
  version: number;
  now: number;
}

/** The items of the step that was chosen in a chart, if one was. */
export function StepItems({ view, update, tools, version, now }: Props) {
  const { step } = view;
  if (!step) return null;
  const name = step.of === ALL || !step.of ? '' : ` on ${tools.find((t) => t.slug === step.of)?.name ?? step.of}`;
  const query = {
    subreddit: view.community || undefined,
    kind: view.kind || undefined,
    tool: name ? step.of : undefined,
    from: instant(Date.parse(step.from)),
    to: instant(Date.parse(step.to)),
  };
  return <ItemsPanel title={`Items${name}: ${stepName(step.from, grainOfStep(step))} UTC`} query={query} version={version} now={now} onClose={() => update({ step: null }, 'replace')} />;
}
