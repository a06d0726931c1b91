import { Button, Progress } from '@mantine/core';
import { plural } from '../../lib/format';
import { safeUrl } from '../../lib/excerpt';
import { Empty, Failure } from '../../parts/Notice';
import { usePageKeys } from '../../shell/keys';
import { Refusal } from '../parts';
import type { Label, LabelTask } from '../types';
import type { Changer } from '../useChange';
import { cutAtSpans, type Word } from './queue';
import type { Labelling } from './useQueue';

const WORDS: { word: Word; name: string; keys: [string, string?]; side: string }[] = [
  { word: 'positive', name: 'Positive', keys: ['1', 'P'], side: 'label-positive' },
  { word: 'negative', name: 'Negative', keys: ['2', 'N'], side: 'label-negative' },
  { word: 'neutral', name: 'Neutral', keys: ['3', 'U'], side: 'label-neutral' },
  { word: 'none', name: 'Not that tool', keys: ['X'], side: '' },
];
/** Seconds that a label takes, by experience: 235 in twenty minutes. */
const SECONDS_EACH = 5.1;

function Keys({ keys }: { keys: (string | undefined)[] }) {
  return keys.map((k) => k && <kbd key={k}>{k}</kbd>);
}

function Text({ task }: { task: LabelTask }) {
  return (
    <blockquote className="label-text" tabIndex={0} role="group" aria-label="The text">
      {cutAtSpans(task.text, task.spans).map((part, i) => (part.marked ? <mark key={i}>{part.text}</mark> : part.text))}
    </blockquote>
  );
}

function Question({ task }: { task: LabelTask }) {
  const source = safeUrl(task.permalink);
  return (
    <>
      <p className="label-question" aria-live="polite">
        {task.tool ? (
          <>
            What does it say of <strong>{task.tool_name}</strong>?
          </>
        ) : (
          'What is the feeling of the whole text?'
        )}{' '}
        <span className="dim">
          {task.kind} in {task.community}
          {source && (
            <>
              ,{' '}
              <a href={source} target="_blank" rel="noreferrer nofollow ugc">
                at its source
              </a>
            </>
          )}
        </span>
      </p>
      <Text task={task} />
    </>
  );
}

/** What engines say of what was labelled last. */
function Last({ label }: { label: Label | undefined }) {
  const engine = label?.engines?.find((e) => e.answers);
  return (
    <p className="sub label-last" role="status">
      {label ? (engine ? `Last: you said ${label.label}, ${engine.engine} says ${engine.label}.` : `Last: you said ${label.label}.`) : 'What the engine says is shown once you have labelled.'}
    </p>
  );
}

/** Asks about one mention or text after the other, by keyboard, mouse or finger. */
export function Desk({ of, call }: { of: Labelling; call: Changer }) {
  const { queue, say, skip, undo } = of;
  const task = queue.tasks[0];
  usePageKeys({
    1: () => say('positive'), p: () => say('positive'), 2: () => say('negative'), n: () => say('negative'), 3: () => say('neutral'), u: () => say('neutral'),
    x: () => say('none'), s: skip, z: undo,
  });
  if (of.error && !task) return <Failure error={of.error} retry={of.reload} what="What is to be labelled" />;
  const all = queue.labelled + queue.waiting;
  return (
    <div className="label-desk">
      {all > 0 && (
        <>
          <Progress.Root size="md">
            <Progress.Section value={(100 * queue.labelled) / all} aria-label="Labelled" />
          </Progress.Root>
          <p className="sub">
            {queue.labelled} of {all} labelled{of.person && ` by ${of.person}`}
            {queue.waiting > 0 && `, about ${plural(Math.max(1, Math.round((queue.waiting * SECONDS_EACH) / 60)), 'minute')} left`}
          </p>
        </>
      )}
      {task ? <Question key={task.task} task={task} /> : !of.loading && <Empty title={all > 0 ? 'All is labelled.' : 'Nothing is drawn.'}>{<p>Draw a sample below.</p>}</Empty>}
      <div className="label-buttons" role="group" aria-label="Labels">
        {WORDS.map(({ word, name, keys, side }) => (
          <Button key={word} variant="default" className={side} disabled={!task} onClick={() => say(word)}>
            {word === 'none' && task && !task.tool ? 'Cannot be told' : name} <Keys keys={keys} />
          </Button>
        ))}
        <Button variant="default" disabled={queue.tasks.length < 2} onClick={skip}>
          Skip <Keys keys={['S']} />
        </Button>
        <Button variant="default" disabled={queue.said.length === 0} onClick={undo}>
          Undo <Keys keys={['Z']} />
        </Button>
      </div>
      <Last label={of.last} />
      <Refusal of={call} />
    </div>
  );
}
