import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { newTable, save } from '../table.mjs';

const run = { began: '2026-03-04 12:00 UTC', seconds: 61.4, machine: { cpu: 'A', cores: 2, browser: 'Chromium 1', load_before: '0.10', load_after: '0.90' } };

test('figures are judged by their budgets, and written as Markdown and JSON', () => {
  const said = [];
  const table = newTable('In a browser', (row) => said.push(row[0]));
  table.atMost('paint', 500, 500, 'ms');
  table.atMost('scrolling', 61.25, 50, 'ms', 'a | b');
  table.info('elements', 2443, '');
  assert.equal(table.failed(), 1);
  assert.deepEqual(said, ['paint', 'scrolling', 'elements']);
  const folder = mkdtempSync(join(tmpdir(), 'voxpop-table-'));
  try {
    save(table, run, folder, 'ui');
    const md = readFileSync(join(folder, 'ui.md'), 'utf8');
    assert.match(md, /^# In a browser\n\n2026-03-04 12:00 UTC, 2 × A, Chromium 1, load 0.10 before and 0.90 after. 61 s.\n/);
    assert.match(md, /\| paint \| 500 ms \| ≤ 500 \| 1 \| yes \|  \|\n\| scrolling \| 61.3 ms \| ≤ 50 \| 1.2 \| NO \| a \\\| b \|\n/);
    const json = JSON.parse(readFileSync(join(folder, 'ui.json'), 'utf8'));
    assert.deepEqual(json.rows.map((r) => r.pass), [true, false, undefined]);
    assert.equal(json.machine.cores, 2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
