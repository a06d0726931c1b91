// Takes pictures of the page in many states for a person to look at.
//   node shots.mjs FOLDER [mode,…] [width,…] [light,dark]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, settled } from './harness.mjs';

const [folder = 'shots', modes = 'full,empty,error,import,small,hostile,failing', widths = '360,768,1280,1920', schemes = 'light,dark'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const world = await open();
for (const mode of world.mocked ? modes.split(',') : ['live']) {
  if (world.mocked) await world.mock({ mode });
  for (const scheme of schemes.split(',')) {
    for (const width of widths.split(',').map(Number)) {
      const context = await world.context({ viewport: { width, height: 900 }, colorScheme: scheme });
      const page = await context.newPage();
      page.on('console', (m) => m.type() === 'error' && console.log(mode, width, m.text()));
      await page.goto(world.url);
      await settled(page).catch((e) => console.log(mode, width, String(e).split('\n')[0]));
      await page.screenshot({ path: join(folder, `${mode}-${scheme}-${width}.png`), fullPage: true });
      await context.close();
    }
  }
}
await world.close();
