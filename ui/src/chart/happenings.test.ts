import { expect, it } from 'vitest';
import type { Annotation } from '../api/types';
import { happenings } from './happenings';

const note = (id: number, at: string, tool: string | null) => ({ id, at, tool, title: `note ${id}`, link: 'https://example.com/' }) as Annotation;

it('puts notes of the tools drawn and borders between engines in order', () => {
  const got = happenings(
    [note(1, '2026-03-05T10:00:00Z', 'cursor'), note(2, '2026-03-01T10:00:00Z', null), note(3, '2026-03-02T10:00:00Z', 'zed')],
    [{ at: '2026-03-04', from: { name: 'vader', version: '3.3.2' }, to: { name: 'model', version: '3' } }],
    new Set(['cursor']),
  );
  expect(got.map((h) => h.id)).toEqual(['2', 'engine 2026-03-04', '1']);
  expect(got[1]).toMatchObject({ at: '2026-03-04T00:00:00Z', link: '' });
  expect(got[1]!.title).toMatch(/scores of vader 3\.3\.2 before, of model 3 from here on/);
});
