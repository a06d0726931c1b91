// What is said about tools: the summary, the cards, the chart, and the page of one. Needs the mock for what it checks by number.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { open, overflow, still, visit as opened } from '../harness.mjs';

describe('tools', { skip: process.env.VOXPOP_URL ? 'needs the mock API' : false }, () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  async function visit(path, mode = 'full', options = {}, allow) {
    await world.mock({ mode, sse: 'on' });
    return opened(world, path, { ...options, allow });
  }

  for (const colorScheme of ['light', 'dark']) {
    it(`has no accessibility violations on the page of a tool: ${colorScheme}`, async () => {
      const { page, found, context } = await visit('/tools/loomcode', 'full', { colorScheme });
      for (const row of await page.locator('.disclosure').all()) await row.click();
      await still(page);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(found, []);
      await context.close();
    });
  }

  it('fits every width', async () => {
    for (const width of [320, 360, 768, 2560]) {
      const { page, context } = await visit('/tools/loomcode', 'full', { viewport: { width, height: 900 } });
      await page.locator('.disclosure').first().click();
      await still(page);
      assert.equal(await overflow(page), 0, `${width} pixels`);
      await context.close();
    }
  });

  it('sums the window up in a paragraph and leads on from it', async () => {
    const { page, found, context } = await visit('/?range=7d');
    const text = await page.locator('.note-text').textContent();
    assert.match(text, /is liked most: net [+−\d]/);
    assert.match(text, /(rose|fell) \d|Nothing distinguishable moved/);
    assert.match(text, /Data is missing: .*r\/QuietCorner cannot be read at present/);
    assert.equal(await page.locator('.note-posts li').count(), 3);
    const links = await page.locator('.note-posts a').evaluateAll((all) => all.map((a) => [a.target, a.rel, a.href.slice(0, 8)].join(' ')));
    assert.deepEqual(links, Array(3).fill('_blank noreferrer https://'));
    const name = await page.locator('.note-text .tool-link').first().textContent();
    await page.locator('.note-text .tool-link').first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    assert.match(await page.evaluate(() => location.href), /\/tools\/[\w-]+\?range=7d$/);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('lets no small sample lead, and marks it', async () => {
    const { page, context } = await visit('/', 'small');
    const cards = await page.locator('.tool-card').evaluateAll((all) => all.map((c) => c.textContent.includes('Small sample')));
    assert.ok(cards.length > 0 && cards.includes(true));
    assert.ok(!cards.slice(cards.indexOf(true)).includes(false), cards.join());
    await context.close();
  });

  it('opens the posts behind a driver', async () => {
    const { page, found, context } = await visit('/tools/loomcode');
    const bar = page.getByRole('button', { name: /keeps deleting.*−6\.2.*Sure.*Show the posts/ });
    await bar.focus();
    await page.keyboard.press('Enter');
    await page.locator('.driver-inside .item').first().waitFor();
    assert.equal(await bar.getAttribute('aria-expanded'), 'true');
    assert.equal(await page.locator('.driver-inside .item').count(), 6);
    assert.ok(await page.getByText('“<i>price</i> rise”').isVisible(), 'a phrase is text');
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption('tool:oxbow');
    await page.waitForFunction(() => location.search.includes('against=tool'));
    assert.deepEqual(found, []);
    await context.close();
  });

  it('hands out what is shown as CSV and PNG', async () => {
    const { page, found, context } = await visit('/tools/loomcode?range=7d');
    const saved = async (button) => {
      const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
      return { name: file.suggestedFilename(), data: readFileSync(await file.path()) };
    };
    const table = await saved(page.locator('.trend').getByRole('button', { name: 'CSV' }));
    assert.equal(table.name, 'voxpop-loomcode.csv');
    const rows = table.data.toString().trim().split('\r\n');
    assert.match(rows[0], /^series,start,end,net_sentiment,low,high,.*simulated$/);
    assert.equal(rows.length - 1, Number(await page.getByRole('slider').getAttribute('aria-valuemax')));
    assert.ok(rows.slice(1).every((r) => r.endsWith(',true')), 'simulated stands in every row');
    const picture = await saved(page.locator('.trend').getByRole('button', { name: 'PNG' }));
    assert.equal(picture.data.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('says that there is no such tool', async () => {
    const { page, context } = await visit('/tools/nothing', 'full', {}, (t) => t.includes('404'));
    await page.getByRole('heading', { level: 1, name: 'No such tool' }).waitFor();
    await page.getByRole('link', { name: 'All tools are on the overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await context.close();
  });

  it('shows empty as empty, never as zero', async () => {
    const { page, found, context } = await visit('/tools/loomcode', 'empty');
    await page.getByText('Not mentioned in this range.').waitFor();
    assert.equal(await page.locator('.net-number').textContent(), '–');
    await page.getByText('No phrase accounts for a difference.').waitFor();
    await page.getByText('Themes were not looked for yet.').waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  it('keeps hostile names and texts harmless', async () => {
    const { page, found, context } = await visit('/?range=7d', 'hostile');
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
    assert.equal(await page.locator('main :is(script, img, iframe, object, embed, style, [onclick])').count(), 0);
    const hrefs = await page.locator('main a').evaluateAll((links) => links.map((a) => a.href));
    assert.ok(hrefs.every((h) => /^https?:/.test(h)), hrefs.join());
    assert.deepEqual(found, []);
    await context.close();
  });
});
