// A table of figures beside their budgets, as `make bench` writes it (internal/bench/report).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const number = (n) => (Math.abs(n) >= 100 || Number.isInteger(n) ? String(Math.round(n)) : n.toFixed(Math.abs(n) < 1 ? 3 : 1));
const HEADS = ['name', 'measured', 'budget', 'ratio', 'pass', 'note'];

/** A table that rows are added to; say hears of each row as it is added. */
export function newTable(title, say = () => {}) {
  const rows = [];
  const add = (row) => {
    rows.push(row);
    say(cells(row));
  };
  return {
    title,
    rows,
    /** A figure without a budget. */
    info: (name, measured, unit, note = '') => add({ name, measured, unit, note }),
    /** A figure that should not exceed limit. */
    atMost: (name, measured, limit, unit, note = '') =>
      add({ name, measured, unit, budget: { limit, at_least: false }, ratio: limit ? measured / limit : 0, pass: measured <= limit, note }),
    failed: () => rows.filter((r) => r.pass === false).length,
  };
}

/** One row in words, in the order of the heads. */
export function cells(r) {
  const first = [r.name, `${number(r.measured)} ${r.unit}`];
  return [...first, ...(r.budget ? [`≤ ${number(r.budget.limit)}`, number(r.ratio), r.pass ? 'yes' : 'NO'] : ['', '', '']), r.note];
}

export function markdown(table, { began, seconds, machine }) {
  const line = (list) => `| ${list.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  const on = `${machine.cores} × ${machine.cpu}, ${machine.browser}, load ${machine.load_before} before and ${machine.load_after} after`;
  return [`# ${table.title}`, '', `${began}, ${on}. ${Math.round(seconds)} s.`, '', line(HEADS), `|${'---|'.repeat(HEADS.length)}`, ...table.rows.map((r) => line(cells(r))), ''].join('\n');
}

/** Writes NAME.json and NAME.md into a folder. */
export function save(table, run, folder, name) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ title: table.title, ...run, rows: table.rows }, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.md`), markdown(table, run));
}
