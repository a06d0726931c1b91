// Measures what the dashboard costs in a browser, against the demo with 90 days of history, and prints a table: each figure
// beside its budget. It also writes bench/ui.json and bench/ui.md. Timings are for people to read; no test depends on one.
//   node measure.mjs [load|scroll|heap ...]
// After LIMIT_S it stops and says what it did not reach. VERSIONS is how many live updates the heap is watched over.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openProgram, still } from './harness.mjs';
import { newTable, save } from './table.mjs';

const DAYS = 90;
const TOOLS = 8;
const VISITS = 6;
const ROWS = 10_000;
const VERSIONS = Number(process.env.VERSIONS ?? 200);
const LIMIT_S = Number(process.env.LIMIT_S ?? 180);
const BUDGET = { paint: 500, interaction: 100, frame: 50, heap: 2, nodes: 100 };

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, q) => sorted(list)[Math.max(0, Math.ceil(q * list.length) - 1)] ?? 0;
const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0];
const table = newTable('The dashboard in a browser', ([name, measured, budget, , pass, note]) => console.log(name.padEnd(58), measured.padStart(10), budget.padStart(7), pass.padEnd(4), note));

/** Keeps what the browser says of paints and of what people do. */
const watch = () => {
  globalThis.measured = { lcp: 0, shift: 0, events: [] };
  const observe = (options, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ buffered: true, ...options });
  observe({ type: 'largest-contentful-paint' }, (e) => (globalThis.measured.lcp = e.startTime));
  observe({ type: 'layout-shift' }, (e) => (globalThis.measured.shift += e.hadRecentInput ? 0 : e.value));
  observe({ type: 'event', durationThreshold: 16 }, (e) => e.interactionId && globalThis.measured.events.push([e.interactionId, e.duration]));
};

/** The demo, with its history counted. */
async function counted() {
  const world = await openProgram(['demo', `--days=${DAYS}`], /Simulated history imported/);
  const ask = async (path) => (await fetch(`${world.url}/api/v1${path}`)).json();
  for (;;) {
    const { backlog, data_version } = await ask('/status');
    // The demo goes on writing: what waits is never nothing for long.
    if (data_version > 0 && backlog.pending < 20 && backlog.dirty < 20) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const { tools } = await ask(`/tools?hours=${DAYS * 24}`);
  return { ...world, eight: tools.sort((a, b) => b.total_mentions - a.total_mentions).slice(0, TOOLS).map((t) => t.slug) };
}

const PATHS = (eight) => {
  const chart = (more) => `/?tools=${eight.join(',')}&${more}`;
  return [
    ['overview, 30 days', '/'],
    [`overview, 90 days, ${TOOLS} tools`, chart('range=90d')],
    [`overview, 30 days by hour, ${TOOLS} tools`, chart('range=30d&grain=hour')],
    ['tool, 90 days', `/tools/${eight[0]}?range=90d`],
    ['feed, 90 days', '/feed?range=90d'],
    ['coverage', '/coverage'],
  ];
};

async function paints(world, what, path) {
  const context = await world.context();
  await context.addInitScript(watch);
  const page = await context.newPage();
  const seen = [];
  const shifts = [];
  for (let i = 0; i < VISITS; i++) {
    await page.goto(new URL(path, world.url).href);
    await still(page);
    await page.waitForTimeout(250);
    const { lcp, shift } = await page.evaluate(() => globalThis.measured);
    seen.push(lcp);
    shifts.push(shift);
  }
  await context.close();
  const [first, ...again] = seen;
  table.atMost(`largest paint, first visit, ${what}`, first, BUDGET.paint, 'ms');
  table.atMost(`largest paint, again, ${what}`, at(again, 0.5), BUDGET.paint, 'ms', `median of ${again.length}, at most ${Math.round(Math.max(...again))} ms`);
  table.atMost(`layout shift, ${what}`, Math.max(...shifts), 0.1, '', 'largest sum of a visit');
}

/** Does something many times and tells how long the browser took from each input to the next paint. */
async function interact(page, what, times, act) {
  await page.evaluate(() => (globalThis.measured.events = []));
  for (let i = 0; i < times; i++) {
    await act(i);
    await page.waitForTimeout(80);
  }
  await page.waitForTimeout(200);
  const events = await page.evaluate(() => globalThis.measured.events);
  const longest = new Map();
  for (const [id, duration] of events) longest.set(id, Math.max(longest.get(id) ?? 0, duration));
  // What took less than 16 ms is not told by the browser.
  const all = [...longest.values(), ...Array(Math.max(0, times - longest.size)).fill(16)];
  table.atMost(`interaction, ${what}`, at(all, 0.98), BUDGET.interaction, 'ms', `p98 of ${times}, median ${at(all, 0.5)} ms`);
}

async function measureLoad(world) {
  for (const [what, path] of PATHS(world.eight)) await paints(world, what, path);
  const context = await world.context();
  await context.addInitScript(watch);
  const page = await context.newPage();
  for (const [what, path] of PATHS(world.eight).slice(1, 3)) {
    await page.goto(new URL(path, world.url).href);
    await still(page);
    const slider = page.getByRole('slider').first();
    await slider.focus();
    await interact(page, `arrow keys in the chart, ${what}`, 30, () => page.keyboard.press('ArrowLeft'));
    const box = await slider.boundingBox();
    await interact(page, `clicks in the chart, ${what}`, 15, (i) => page.mouse.click(box.x + 80 + i * 20, box.y + 100));
    await interact(page, `taking a tool away, ${what}`, 5, () => page.locator('.chip-series').last().click());
    await interact(page, `range of all of the page, ${what}`, 6, (i) => page.getByText(i % 2 ? '90 d' : '7 d', { exact: true }).click());
  }
  await context.close();
}

/** Loads a long list in large steps; the page asks for 50 rows a time, and a person would take minutes. */
async function longList(world) {
  const context = await world.context();
  const page = await context.newPage();
  let rows = 0;
  await page.route(/\/api\/v1\/items\?/, (route) => route.continue({ url: route.request().url().replace(/limit=\d+/, 'limit=200') }));
  page.on('response', async (r) => {
    if (r.url().includes('/api/v1/items?') && r.ok()) rows += (await r.json()).items.length;
  });
  await page.goto(`${world.url}/feed?range=90d`);
  await still(page);
  for (let former = 0, idle = 0; rows < ROWS && idle < 100; former = rows) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const more = page.getByRole('button', { name: 'Load more' });
    if (await more.isVisible()) await more.click({ timeout: 500 }).catch(() => {}); // it may go on by itself between look and click
    await page.waitForTimeout(30);
    idle = rows === former ? idle + 1 : 0;
  }
  return { context, page, rows };
}

async function measureScroll(world) {
  const { context, page, rows } = await longList(world);
  const frames = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const times = [];
        const step = 900; // px a frame: a hard fling
        let y = document.documentElement.scrollHeight;
        let last = performance.now();
        const next = (t) => {
          times.push(t - last);
          last = t;
          y -= step;
          scrollTo(0, y);
          if (y > 0 && times.length < 1200) requestAnimationFrame(next);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(next);
      }),
  );
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const note = `${rows} rows, 900 px a frame, ${frames.length} frames, median ${Math.round(at(frames, 0.5))} ms, ${frames.filter((f) => f > 50).length} over 50 ms`;
  table.atMost('scrolling, p99 of a frame', at(frames, 0.99), BUDGET.frame, 'ms', note);
  table.info('scrolling, elements in the page', nodes, '');
  await context.close();
}

/** Takes the place of the event stream, so that versions can be announced as fast as the page reads them. */
const announcer = () => {
  Math.random = () => 0; // the page waits a random while before it reads a new version; here it reads each of them
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    readyState = 1;
    constructor() {
      super();
      globalThis.announce = (version) => this.dispatchEvent(new MessageEvent('version', { data: JSON.stringify({ data_version: version }) }));
      setTimeout(() => this.onopen?.());
    }
    close() {}
  };
};

async function measureHeap(world) {
  const context = await world.context();
  await context.addInitScript(announcer);
  const page = await context.newPage();
  await page.goto(`${world.url}/?tools=${world.eight.join(',')}&range=90d`);
  await still(page);
  const session = await context.newCDPSession(page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const [{ usedSize }, counters] = [await session.send('Runtime.getHeapUsage'), await session.send('Memory.getDOMCounters')];
    return { mb: usedSize / 1e6, nodes: counters.nodes, listeners: counters.jsEventListeners };
  };
  const told = [];
  for (let i = 0; i <= VERSIONS; i++) {
    if (i % Math.ceil(VERSIONS / 10) === 0) told.push([i, await used()]);
    const read = page.waitForResponse((r) => r.url().includes('/api/v1/tools?'), { timeout: 5_000 });
    await page.evaluate((version) => globalThis.announce(version), 1_000_000 + i);
    await read;
    await still(page);
  }
  const [half, end] = [told[Math.floor(told.length / 2)], told.at(-1)];
  table.info(`heap after ${half[0]} live updates`, half[1].mb, 'MB', `${half[1].nodes} nodes, ${half[1].listeners} listeners`);
  table.info(`heap after ${end[0]} live updates`, end[1].mb, 'MB', `${end[1].nodes} nodes, ${end[1].listeners} listeners`);
  table.atMost('heap, growth over the second half', end[1].mb - half[1].mb, BUDGET.heap, 'MB', told.map(([, u]) => u.mb.toFixed(1)).join(' '));
  table.atMost('nodes, growth over the second half', end[1].nodes - half[1].nodes, BUDGET.nodes, '');
  await context.close();
}

const parts = { load: measureLoad, scroll: measureScroll, heap: measureHeap };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const began = new Date();
const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, browser: '', load_before: load(), load_after: '' };
const world = await counted();
machine.browser = world.browser;
table.info('history imported and counted', (Date.now() - began) / 1000, 's', `${DAYS} days by hour`);

const done = [];
const tooLong = new Promise((resolve) => setTimeout(resolve, LIMIT_S * 1000 - (Date.now() - began)).unref());
const work = (async () => {
  for (const name of wanted) {
    await parts[name](world);
    done.push(name);
  }
})();
let failure = null;
await Promise.race([work, tooLong]).catch((e) => (failure = e));
work.catch(() => {}); // what is left when time is up ends with the browser
machine.load_after = load();
save(table, { began: `${began.toISOString().slice(0, 16).replace('T', ' ')} UTC`, seconds: (Date.now() - began) / 1000, machine }, fileURLToPath(new URL('../bench', import.meta.url)), 'ui');
const left = wanted.filter((name) => !done.includes(name));
if (left.length) console.error(`not measured: ${left.join(', ')}${failure ? `\n${failure.stack}` : ` within ${LIMIT_S} s`}`);
await world.close();
process.exit(left.length || table.failed() ? 1 : 0);
