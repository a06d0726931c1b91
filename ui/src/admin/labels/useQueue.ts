import { useCallback, useEffect, useRef, useState } from 'react';
import { withQuery } from '../../api/client';
import { useResource } from '../../api/resource';
import type { Label, NextLabels } from '../types';
import type { Changer } from '../useChange';
import { EMPTY, refill, say, skip, takeBack, type Queue, type Word } from './queue';

/** How many tasks are fetched at a time, and from how few on the next ones are: so that nobody waits. */
const AHEAD = 100;
const LOW = 10;

export interface Labelling {
  queue: Queue;
  person: string;
  /** What engines say of what was labelled last; undefined until that is known. */
  last: Label | undefined;
  loading: boolean;
  error: ReturnType<typeof useResource<NextLabels>>['error'];
  say(word: Word): void;
  skip(): void;
  undo(): void;
  reload(): void;
}

/** What one is to label: the next is shown at once, while the label before it is on its way. */
export function useQueue(call: Changer): Labelling {
  const [queue, setQueue] = useState<Queue>(EMPTY);
  const [last, setLast] = useState<Label>();
  const next = useResource<NextLabels>(withQuery('/admin/labels/next', { limit: AHEAD }), 0, true);
  const { data, reload } = next;
  const line = useRef<Promise<unknown>>(Promise.resolve()); // one change after the other
  const { run } = call;

  useEffect(() => {
    if (data) setQueue((q) => refill(q, data));
  }, [data]);
  const low = queue.tasks.length < Math.min(LOW, queue.waiting);
  useEffect(() => {
    if (low) reload();
  }, [low, reload]);

  const send = useCallback((work: () => Promise<void>) => {
    line.current = line.current.then(work);
  }, []);
  const onSay = (word: Word) => {
    const task = queue.tasks[0];
    if (!task) return;
    setQueue((q) => say(q, word));
    send(async () => {
      const label = await run<Label>('PUT', `/admin/labels/${task.task}`, { label: word });
      if (label) setLast(label);
      else setQueue((q) => takeBack(q, task.task));
    });
  };
  const onUndo = () => {
    const before = queue.said.at(-1);
    if (!before) return;
    setQueue((q) => takeBack(q, before.task.task));
    setLast(undefined);
    send(async () => {
      await run('DELETE', `/admin/labels/${before.task.task}`);
    });
  };
  return { queue, person: data?.person ?? '', last, loading: data === undefined && next.error === undefined, error: next.error, say: onSay, skip: () => setQueue(skip), undo: onUndo, reload };
}
