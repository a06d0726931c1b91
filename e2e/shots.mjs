// Takes pictures of the page in many states for a person to look at.
//   node shots.mjs FOLDER [mode,…] [width,…] [light,dark] [path,…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, still } from './harness.mjs';

const [folder = 'shots', modes = 'full,empty,error,import,small,hostile,failing', widths = '360,768,1280,1920', schemes = 'light,dark', paths = '/'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const world = await open();

async function shoot(name, path, options) {
  const context = await world.context(options);
  const page = await context.newPage();
  page.on('console', (m) => m.type() === 'error' && console.log(name, m.text()));
  await page.goto(new URL(path, world.url).href);
  await still(page).catch((e) => console.log(name, String(e).split('\n')[0]));
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await context.close();
}

for (const mode of world.mocked ? modes.split(',') : ['live']) {
  if (world.mocked) await world.mock({ mode });
  for (const path of paths.split(',')) {
    const page = path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'overview';
    for (const colorScheme of schemes.split(',')) {
      for (const width of widths.split(',').map(Number)) await shoot(`${page}-${mode}-${colorScheme}-${width}`, path, { viewport: { width, height: 900 }, colorScheme });
    }
  }
}
await world.close();
