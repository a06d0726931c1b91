// Takes the pictures of the README from a demo (bin/voxpop, or the program at VOXPOP_URL).
//   node readme.mjs FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, openProgram, still } from './harness.mjs';

const [folder = '../docs/screenshots'] = process.argv.slice(2);
/** What each picture shows: a page, its scheme, and how much of it. */
const PICTURES = [
  { name: 'overview', path: '/?range=7d', colorScheme: 'light', height: 1010 },
  { name: 'tool', path: null, colorScheme: 'dark', height: 1010 },
];

mkdirSync(folder, { recursive: true });
const world = process.env.VOXPOP_URL ? await open() : await openProgram(['demo'], /Simulated history imported/);
const ask = async (path) => (await fetch(`${world.url}/api/v1${path}`)).json();
for (;;) {
  const { backlog, data_version } = await ask('/status');
  if (data_version > 0 && backlog.pending === 0 && backlog.dirty === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 250));
}
const { movers } = await ask('/movers?hours=168');
const { tools } = await ask('/tools?hours=168');
const moved = movers[0]?.tool_id ?? tools[0].slug;
for (const { name, path, colorScheme, height } of PICTURES) {
  const context = await world.context({ viewport: { width: 1280, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(new URL(path ?? `/tools/${moved}?range=7d`, world.url).href);
  await still(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
await world.close();
