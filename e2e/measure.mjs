// Measures what the dashboard costs in a browser, and prints it. Timings are for people to read; no test depends on them.
//   node measure.mjs [load|scroll|heap ...]
// load and scroll ask the demo (bin/voxpop) with 60 days of history, or the program at VOXPOP_URL; heap the mock API.
import { open, openProgram, still } from './harness.mjs';

const DAYS = 60; // as many as a demo has
const VISITS = 7;
const ROWS = 10_000;
const VERSIONS = Number(process.env.VERSIONS ?? 1_000);

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, q) => sorted(list)[Math.max(0, Math.ceil(q * list.length) - 1)];
const ms = (n) => `${Math.round(n)} ms`;
const say = (what, value) => console.log(`${what.padEnd(64)} ${value}`);

/** Keeps what the browser says of paints and of what people do. */
const watch = () => {
  globalThis.measured = { lcp: 0, events: [] };
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) globalThis.measured.lcp = e.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (e.interactionId) globalThis.measured.events.push([e.interactionId, e.duration]);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
};

/** The program with its history counted: that of VOXPOP_URL, or a demo of its own. */
async function counted() {
  const world = process.env.VOXPOP_URL ? await open() : await openProgram(['demo', `--days=${DAYS}`], /Simulated history imported/);
  const ask = async (path) => (await fetch(`${world.url}/api/v1${path}`)).json();
  for (;;) {
    const { backlog, data_version } = await ask('/status');
    if (data_version > 0 && backlog.pending === 0 && backlog.dirty === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const { tools } = await ask(`/tools?hours=${DAYS * 24}`);
  return { world, eight: tools.sort((a, b) => b.total_mentions - a.total_mentions).slice(0, 8).map((t) => t.slug) };
}

async function paints(world, path, warm) {
  const context = await world.context();
  await context.addInitScript(watch);
  const page = await context.newPage();
  const seen = [];
  for (let i = 0; i < VISITS; i++) {
    await page.goto(new URL(path, world.url).href);
    await still(page);
    await page.waitForTimeout(400);
    seen.push(await page.evaluate(() => globalThis.measured.lcp));
  }
  await context.close();
  const [first, ...again] = seen;
  say(`largest contentful paint, ${warm}`, `first ${ms(first)}, again ${ms(at(again, 0.5))} (${ms(Math.min(...again))} to ${ms(Math.max(...again))})`);
}

/** Does something many times and tells how long the browser took from each input to the next paint. */
async function interact(page, what, times, act) {
  await page.evaluate(() => (globalThis.measured.events = []));
  for (let i = 0; i < times; i++) {
    await act(i);
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(300);
  const events = await page.evaluate(() => globalThis.measured.events);
  const longest = new Map();
  for (const [id, duration] of events) longest.set(id, Math.max(longest.get(id) ?? 0, duration));
  // What took less than 16 ms is not told by the browser.
  const all = [...longest.values(), ...Array(Math.max(0, times - longest.size)).fill(16)];
  say(`interaction, ${what} (${times})`, `median ${ms(at(all, 0.5))}, p98 ${ms(at(all, 0.98))}`);
}

async function load() {
  const { world, eight } = await counted();
  const chart = (more) => `/?tools=${eight.join(',')}&${more}`;
  await paints(world, '/', 'overview, 30 days');
  await paints(world, chart('range=90d'), `overview, 90 days, ${eight.length} tools`);
  await paints(world, chart('range=30d&grain=hour'), `overview, 30 days by hour, ${eight.length} tools`);
  await paints(world, `/tools/${eight[0]}?range=90d`, 'tool, 90 days');
  await paints(world, '/feed', 'feed');
  await paints(world, '/coverage', 'coverage');

  const context = await world.context();
  await context.addInitScript(watch);
  const page = await context.newPage();
  for (const [what, path] of [[`90 days, ${eight.length} tools`, chart('range=90d')], [`30 days by hour, ${eight.length} tools`, chart('range=30d&grain=hour')]]) {
    await page.goto(new URL(path, world.url).href);
    await still(page);
    await page.waitForTimeout(500);
    await page.getByRole('slider').focus();
    await interact(page, `arrow keys in the chart, ${what}`, 40, () => page.keyboard.press('ArrowLeft'));
    const box = await page.getByRole('slider').boundingBox();
    await interact(page, `clicks in the chart, ${what}`, 20, (i) => page.mouse.click(box.x + 80 + i * 20, box.y + 100));
    await interact(page, `taking a tool away, ${what}`, 6, () => page.locator('.chip-series').last().click());
    await interact(page, `range of all of the page, ${what}`, 8, (i) => page.getByText(i % 2 ? '90 d' : '7 d', { exact: true }).click());
  }
  await context.close();
  await world.close();
}

async function scroll() {
  const { world } = await counted();
  const context = await world.context();
  const page = await context.newPage();
  let rows = 0;
  page.on('response', async (r) => {
    if (r.url().includes('/api/v1/items?') && r.ok()) rows += (await r.json()).items.length;
  });
  await page.goto(`${world.url}/feed?range=90d`);
  await still(page);
  for (let former = 0, idle = 0; rows < ROWS && idle < 100; former = rows) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const more = page.getByRole('button', { name: 'Load more' });
    if (await more.isVisible()) await more.click({ timeout: 500 }).catch(() => {}); // it may go on by itself between look and click
    await page.waitForTimeout(50);
    idle = rows === former ? idle + 1 : 0;
  }
  const frames = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const times = [];
        const height = document.documentElement.scrollHeight;
        const step = 900; // px a frame: a hard fling
        let y = height;
        let last = performance.now();
        const next = (t) => {
          times.push(t - last);
          last = t;
          y -= step;
          scrollTo(0, y);
          if (y > 0 && times.length < 1500) requestAnimationFrame(next);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(next);
      }),
  );
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  say(`scrolling, ${rows} rows, 900 px a frame (${frames.length} frames)`, `median ${ms(at(frames, 0.5))}, p99 ${ms(at(frames, 0.99))}, over 50 ms: ${frames.filter((f) => f > 50).length}; ${nodes} elements`);
  await context.close();
  await world.close();
}

async function heap() {
  const world = await open();
  await world.mock({ mode: 'full', sse: 'on' });
  const context = await world.context();
  // The page waits a random while before it reads a new version; here it reads each of them.
  await context.addInitScript(() => (Math.random = () => 0));
  const page = await context.newPage();
  await page.goto(new URL('/', world.url).href);
  await still(page);
  const session = await context.newCDPSession(page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const [{ usedSize }, counters] = [await session.send('Runtime.getHeapUsage'), await session.send('Memory.getDOMCounters')];
    return { mb: usedSize / 1e6, nodes: counters.nodes, listeners: counters.jsEventListeners };
  };
  const told = [];
  for (let i = 0; i <= VERSIONS; i++) {
    if (i % (VERSIONS / 10) === 0) told.push([i, await used()]);
    const read = page.waitForResponse((r) => r.url().includes('/tools?') && r.ok());
    await world.mock({ touch: true });
    await read;
  }
  for (const [i, u] of told) say(`heap after ${i} versions`, `${u.mb.toFixed(1)} MB, ${u.nodes} nodes, ${u.listeners} listeners`);
  const [half, end] = [told[Math.floor(told.length / 2)][1], told.at(-1)[1]];
  say('growth over the second half', `${(end.mb - half.mb).toFixed(2)} MB, ${end.nodes - half.nodes} nodes`);
  await context.close();
  await world.close();
}

const parts = { load, scroll, heap };
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)) await parts[name]();
