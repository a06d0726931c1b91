import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs axe in a page; scripts of the test pass the policy because the debugger brings them. */
export async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } }), RULES);
  return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.html.slice(0, 160)} ${n.failureSummary}`).join(' | ')}`);
}
