import type { LabelTask } from '../types';

/** What a person can say; none: the words do not mean the tool. */
export type Word = 'positive' | 'negative' | 'neutral' | 'none';

/** What was said of a task. */
export interface Said {
  task: LabelTask;
  word: Word;
}

/** Tasks in the order in which they are asked, and what was said, newest last. */
export interface Queue {
  tasks: LabelTask[];
  said: Said[];
  labelled: number;
  waiting: number;
}

export const EMPTY: Queue = { tasks: [], said: [], labelled: 0, waiting: 0 };

/** Says something of the first task. */
export function say(q: Queue, word: Word): Queue {
  const [task, ...rest] = q.tasks;
  if (!task) return q;
  return { tasks: rest, said: [...q.said, { task, word }], labelled: q.labelled + 1, waiting: q.waiting - 1 };
}

/** Puts the first task behind the others. */
export function skip(q: Queue): Queue {
  const [task, ...rest] = q.tasks;
  return task ? { ...q, tasks: [...rest, task] } : q;
}

/** Takes back what was said of a task: it is asked about next. */
export function takeBack(q: Queue, id: number): Queue {
  const found = q.said.findLast((s) => s.task.task === id);
  if (!found) return q;
  return { tasks: [found.task, ...q.tasks], said: q.said.filter((s) => s !== found), labelled: q.labelled - 1, waiting: q.waiting + 1 };
}

/** Adds tasks that came in, but for those that are there already or were spoken of. Labels on their way are counted here, not there. */
export function refill(q: Queue, came: { tasks: LabelTask[] | null; labelled: number; waiting: number }): Queue {
  const known = new Set([...q.tasks, ...q.said.map((s) => s.task)].map((t) => t.task));
  const labelled = q === EMPTY ? came.labelled : q.labelled;
  return { ...q, tasks: [...q.tasks, ...(came.tasks ?? []).filter((t) => !known.has(t.task))], labelled, waiting: came.labelled + came.waiting - labelled };
}

/** A text cut at the places of the tool, which count in code points. */
export function cutAtSpans(text: string, spans: { start: number; end: number }[] | null): { text: string; marked: boolean }[] {
  const points = [...text];
  const out: { text: string; marked: boolean }[] = [];
  let at = 0;
  const put = (end: number, marked: boolean) => {
    if (end > at) out.push({ text: points.slice(at, end).join(''), marked });
    at = Math.max(at, end);
  };
  for (const { start, end } of spans ?? []) {
    put(start, false);
    put(end, true);
  }
  put(points.length, false);
  return out;
}
