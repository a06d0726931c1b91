import { expect, it } from 'vitest';
import { cutAtSpans, EMPTY, refill, say, skip, takeBack, type Queue } from './queue';
import type { LabelTask } from '../types';

const task = (id: number) => ({ task: id }) as LabelTask;
const full: Queue = refill(EMPTY, { tasks: [task(1), task(2), task(3)], labelled: 4, waiting: 3 });
const ids = (q: Queue) => q.tasks.map((t) => t.task);

it('asks about one after the other, skipped ones last', () => {
  const one = say(full, 'positive');
  expect([ids(one), one.labelled, one.waiting]).toEqual([[2, 3], 5, 2]);
  expect(ids(skip(one))).toEqual([3, 2]);
  expect(say(EMPTY, 'none')).toBe(EMPTY);
  expect(skip(EMPTY)).toBe(EMPTY);
});

it('takes back what was said, also of a task before the last', () => {
  const two = say(say(full, 'positive'), 'none');
  expect(takeBack(two, 2)).toEqual(say(full, 'positive'));
  expect(ids(takeBack(two, 1))).toEqual([1, 3]);
  expect(takeBack(two, 9)).toBe(two);
});

it('does not ask twice', () => {
  const more = refill(say(full, 'neutral'), { tasks: [task(1), task(2), task(4)], labelled: 4, waiting: 4 });
  expect([ids(more), more.labelled, more.waiting]).toEqual([[2, 3, 4], 5, 3]);
});

it('cuts by code points', () => {
  expect(cutAtSpans('🙂 Cursor is', [{ start: 2, end: 8 }])).toEqual([
    { text: '🙂 ', marked: false },
    { text: 'Cursor', marked: true },
    { text: ' is', marked: false },
  ]);
  expect(cutAtSpans('a b', [{ start: 0, end: 1 }, { start: 0, end: 9 }]).map((p) => p.text).join('')).toBe('a b');
  expect(cutAtSpans('', null)).toEqual([]);
});
