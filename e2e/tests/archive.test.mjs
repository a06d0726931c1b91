// The dashboard on an archive of real talk, imported from files that are not part of the project (see CONTRIBUTING.md).
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { openProgram, visit } from '../harness.mjs';

const data = process.env.VOXPOP_SHARED_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const listings = join(data, 'reddit', 'listings');

describe('an imported archive', { skip: existsSync(listings) ? false : `${listings} is not there; VOXPOP_SHARED_DATA names the folder` }, () => {
  let world;
  before(async () => {
    world = await openProgram(['serve'], /"?voxpop is ready/, ({ run }) => {
      for (const name of readdirSync(listings).filter((n) => n.endsWith('.json'))) run('import', join(listings, name));
    });
    for (;;) {
      const { backlog, data_version } = await world.api('GET', '/status');
      if (data_version > 0 && backlog.pending === 0 && backlog.dirty === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  after(() => world?.close());

  const range = 'range=custom&from=2025-01-01&to=2025-12-31';
  const most = async () => (await world.api('GET', '/tools?from=2025-01-01&to=2025-12-31')).tools.sort((a, b) => b.total_mentions - a.total_mentions)[0];

  for (const path of ['/', `/?${range}`, `/feed?${range}`, '/coverage', `/hot?${range}`]) {
    it(`shows ${path} without violations or complaints`, async () => {
      const { page, found, context } = await visit(world, path);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(found, []);
      assert.equal(await page.locator('.simulated').count(), 0);
      await context.close();
    });
  }

  it('opens on the newest data and says so', async () => {
    const { page, context } = await visit(world, '/');
    await page.getByText('The newest item is from').waitFor();
    await context.close();
  });

  it('finds what was said', async () => {
    const { page, found, context } = await visit(world, `/feed?${range}&q=model`);
    const items = await page.locator('.item').allTextContents();
    assert.ok(items.length > 0);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('tells the story of a tool, with its drivers', async () => {
    const tool = await most();
    const { page, found, context } = await visit(world, `/tools/${tool.slug}?${range}`);
    await page.getByRole('heading', { name: tool.name, level: 1 }).waitFor();
    await page.getByRole('heading', { name: 'Why it differs' }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(found, []);
    await context.close();
  });
});
