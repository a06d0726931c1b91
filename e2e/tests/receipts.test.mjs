// A number is frozen, quoted, and looked at again. With the program itself, on data that were imported.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { complaints, openProgram, overflow, still } from '../harness.mjs';

const FEELINGS = ['I love Loomcode and Oxbow, they are great', 'I hate Loomcode, it is terrible', 'Oxbow is wonderful', 'Loomcode and Oxbow: I use both'];
const line = (n, text, at) =>
  JSON.stringify({ name: `t3_r${n}`, id: `r${n}`, subreddit: 'test', author: `u${n}`, created_utc: at, title: `Post ${n}`, selftext: text, is_self: true, permalink: `/r/test/comments/r${n}/x/`, num_comments: 0, score: 1 });

describe('receipts', () => {
  let world;
  const now = Math.floor(Date.now() / 1000);
  before(async () => {
    world = await openProgram(['serve'], /"?voxpop is ready/, ({ folder, run }) => {
      const file = join(folder, 'posts.ndjson');
      writeFileSync(file, Array.from({ length: 60 }, (_, n) => line(n, FEELINGS[n % 4], now - 7200 - 60 * n)).join('\n'));
      run('import', file);
    });
    for (const name of ['Loomcode', 'Oxbow']) await world.api('POST', '/admin/tools', { slug: name.toLowerCase(), name, aliases: [{ text: name }] });
    await counted('loomcode', 45);
    await counted('oxbow', 45);
  });
  after(() => world?.close());

  async function counted(slug, n) {
    for (let i = 0; i < 600; i++) {
      const s = await world.api('GET', `/tools/${slug}/sentiment?hours=24`).catch(() => ({}));
      if (s.total_mentions === n) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${slug} was not found ${n} times`);
  }

  async function visit(path, options = {}) {
    const context = await world.context({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
    const page = await context.newPage();
    const found = complaints(page);
    await page.goto(world.url + path);
    await still(page);
    return { page, found, context };
  }

  /** Makes a receipt by the button beside a number, and returns its address. */
  async function frozen(page, name) {
    const button = page.getByRole('button', { name });
    await button.click();
    const link = button.locator('..').getByRole('link', { name: 'receipt' });
    await link.waitFor();
    return link.getAttribute('href');
  }

  it('are made beside the numbers of every page that has some, and copied', async () => {
    for (const [path, name] of [
      ['/?range=24h', 'Copy receipt link of Loomcode'],
      ['/?range=24h', 'Copy receipt link of all items'],
      ['/tools/loomcode?range=24h', 'Copy receipt link of Loomcode'],
      ['/compare?tools=loomcode,oxbow&range=24h', 'Copy receipt link of these differences'],
    ]) {
      const { page, found, context } = await visit(path);
      const href = await frozen(page, name);
      assert.match(href, /^\/receipts\/[a-z2-7]{32}$/, path);
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), world.url + href, path);
      await page.goto(world.url + href);
      await page.getByText('Still so').waitFor();
      assert.deepEqual(found, [], path);
      await context.close();
    }
  });

  for (const colorScheme of ['light', 'dark']) {
    it(`have a page without accessibility violations that fits a phone: ${colorScheme}`, async () => {
      const { page, found, context } = await visit('/compare?tools=loomcode,oxbow&range=24h', { colorScheme });
      await page.goto(world.url + (await frozen(page, 'Copy receipt link of these differences')));
      await page.getByText('Still so').waitFor();
      await still(page);
      assert.deepEqual(await violations(page), []);
      if (process.env.VOXPOP_SHOTS) await page.screenshot({ path: join(process.env.VOXPOP_SHOTS, `receipt-${colorScheme}.png`), fullPage: true });
      await page.setViewportSize({ width: 360, height: 900 });
      assert.equal(await overflow(page), 0);
      if (process.env.VOXPOP_SHOTS) await page.screenshot({ path: join(process.env.VOXPOP_SHOTS, `receipt-360-${colorScheme}.png`), fullPage: true });
      assert.deepEqual(found, []);
      await context.close();
    });
  }

  it('say what changed, once something did', async () => {
    const { page, found, context } = await visit('/tools/oxbow?range=24h');
    const href = await frozen(page, 'Copy receipt link of Oxbow');
    const figure = await page.locator('.net-number').first().textContent();
    await page.goto(world.url + href);
    await page.getByText('Still so').waitFor();
    assert.equal(await page.locator('.receipt-table strong').first().textContent(), figure);
    await world.api('POST', '/items', { items: [{ source: 'reddit', id: 't3_new', kind: 'post', community: 'test', author: 'eve', title: 'Oxbow', body: 'I hate Oxbow, it is terrible', created_utc: new Date((now - 7200) * 1000).toISOString() }] });
    await page.getByText('Not any more').waitFor({ timeout: 60_000 }); // by itself: the page hears of new numbers
    assert.ok((await page.locator('.receipt-changes').textContent()).includes('1 mention counts that did not count then.'));
    assert.equal(await page.locator('.receipt-table strong').first().textContent(), figure, 'the frozen number stays');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('are told of when there is none', async () => {
    const { page, context } = await visit(`/receipts/${'a'.repeat(32)}`);
    await page.getByText('There is no such receipt here.').waitFor();
    await context.close();
  });
});
