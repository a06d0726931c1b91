// Tools side by side, and what is talked about.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { open, overflow, still, visit as opened } from '../harness.mjs';

describe('comparing and hot topics', { skip: process.env.VOXPOP_URL ? 'needs the mock API' : false }, () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  async function visit(path, mode = 'full', options = {}) {
    await world.mock({ mode, sse: 'on' });
    return opened(world, path, options);
  }

  for (const colorScheme of ['light', 'dark']) {
    it(`has no accessibility violations and fits a phone: ${colorScheme}`, async () => {
      for (const path of ['/compare', '/hot']) {
        const { page, found, context } = await visit(path, 'full', { colorScheme });
        for (const row of (await page.locator('.disclosure, .matrix .link').all()).slice(0, 3)) await row.click();
        await still(page);
        assert.deepEqual(await violations(page), [], path);
        await page.setViewportSize({ width: 360, height: 900 });
        assert.equal(await overflow(page), 0, path);
        const laid = await page.locator('.verdict').evaluateAll((all) => all.map((v) => [...v.querySelectorAll('.verdict-sign, .verdict-words, .verdict-figures')].map((e) => e.getBoundingClientRect())));
        for (const parts of laid) assert.ok(parts.every((a, i) => parts.every((b, j) => i === j || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)), 'the parts of a difference lie apart');
        assert.deepEqual(found, []);
        await context.close();
      }
    });
  }

  it('lets differences stand out only when they are large and beyond chance', async () => {
    const { page, context } = await visit('/compare?tools=loomcode,oxbow,ferrule');
    const delta = (a, b, net_delta, verdict) => ({ tool_a_id: a, tool_b_id: b, net_delta, verdict, interval: { low: net_delta - 5, high: net_delta + 5 }, positive_delta: 0, negative_delta: 0, sentiment_delta: 0, p_adjusted: null, basis: '', words: '' });
    await page.route('**/api/v1/tools/compare*', async (route) => {
      const response = await route.fetch();
      const deltas = [delta('loomcode', 'oxbow', 40, 'not distinguishable'), delta('loomcode', 'ferrule', -11, 'lower'), delta('oxbow', 'ferrule', 4, 'higher')];
      await route.fulfill({ response, json: { ...(await response.json()), deltas } });
    });
    await page.reload();
    await still(page);
    assert.deepEqual(await page.locator('.verdict-sign').allTextContents(), ['◆ Stands out', '◇ Differs', '≈ May be chance']);
    assert.deepEqual(await page.locator('.verdict-words').allTextContents(), [
      'Loomcode is less liked than Ferrule: 11.0 points below Ferrule, beyond chance.',
      'Oxbow is better liked than Ferrule: 4.0 points above Ferrule, beyond chance.',
      'Loomcode is 40.0 points above Oxbow; that may be chance.',
    ]);
    const framed = await page.locator('.matrix').first().locator('.matrix-out').allTextContents();
    assert.deepEqual(framed, ['◆ −11.0, stands out', '◆ +11.0, stands out']);
    await context.close();
  });

  it('keeps what is compared in the address', async () => {
    const { page, found, context } = await visit('/compare');
    assert.equal(await page.locator('.chip-series').count(), 3);
    await page.getByRole('combobox', { name: 'Add a tool' }).selectOption({ index: 1 });
    await page.getByRole('checkbox', { name: /own communities/ }).check();
    await page.waitForFunction(() => location.search.includes('home=1'));
    await page.locator('.compare-table tbody tr').nth(3).waitFor();
    await page.reload();
    await still(page);
    assert.equal(await page.locator('.compare-table tbody tr').count(), 4);
    assert.ok(await page.getByRole('checkbox', { name: /own communities/ }).isChecked());
    assert.deepEqual(found, []);
    await context.close();
  });

  it('lists posts of a tool by engagement, each once, in new tabs', async () => {
    const { page, found, context } = await visit('/hot?range=7d');
    await page.getByRole('button', { name: /^Posts.* of / }).first().click();
    const posts = page.locator('.hot-tool').first().locator('.hot-post');
    await posts.first().waitFor();
    const first = await posts.count();
    await page.getByRole('button', { name: 'Load more posts' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('.hot-tool:first-child .hot-post').length > n, first);
    const links = await posts.locator('.hot-title a').evaluateAll((all) => all.map((a) => `${a.target} ${a.rel} ${a.href}`));
    assert.equal(new Set(links).size, links.length);
    assert.ok(links.every((l) => l.startsWith('_blank noreferrer https://')), links.join());
    assert.equal(await page.locator('.rising li').count(), 20);
    await page.locator('.theme .disclosure').first().click();
    await page.locator('.theme .item').first().waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  it('says why there is nothing', async () => {
    const { page, found, context } = await visit('/hot', 'empty');
    await page.getByText('No tool has three mentions in this range.').waitFor();
    await page.getByText('No post rises at present.').waitFor();
    await page.goto(new URL('/compare', world.url).href);
    await page.getByText('There are not two tools to compare in this range.').waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });
});
