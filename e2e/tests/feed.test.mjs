// The feed and threads against the program itself, with the demo's data.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { openProgram, overflow, still, visit as opened } from '../harness.mjs';

describe('the feed', () => {
  let world;
  before(async () => {
    world = await openProgram(['demo', '--days=12'], /Simulated history imported/);
    for (let i = 0; i < 300; i++) {
      // Nothing waits either before the first of the history is published.
      const { backlog, data_version } = await world.api('GET', '/status');
      if (data_version > 0 && backlog.pending === 0 && backlog.dirty === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the demo does not catch up');
  });
  after(() => world?.close());

  const visit = (path, options = {}) => opened(world, path, options);

  it('filters by tools, words, sentiment and range, keeps them in the address, and marks the names', async () => {
    const { page, found, context } = await visit('/feed?range=7d');
    await page.getByLabel('Tool', { exact: true }).selectOption({ label: 'Nimbrel' });
    await page.getByLabel('Sentiment').selectOption('negative');
    await page.getByRole('searchbox', { name: 'Search' }).fill('nimbrel');
    await page.waitForURL(/tools=nimbrel.*q=nimbrel/);
    await page.waitForFunction(() => document.querySelectorAll('.item').length > 3 && [...document.querySelectorAll('.item')].every((i) => i.querySelector('mark') && /Nimbrel ▼ negative/.test(i.querySelector('.opinions').textContent.replace(/\s+/g, ' '))));
    // The first name in a text may be that of another tool.
    assert.ok((await page.locator('.item mark').allTextContents()).some((name) => name.toLowerCase().startsWith('nimbrel')));
    await page.reload();
    await still(page);
    await page.getByRole('button', { name: 'Nimbrel , remove this limit' }).or(page.locator('.chip')).first().click();
    await page.waitForURL((u) => !u.search.includes('tools='));
    assert.deepEqual(found, []);
    await context.close();
  });

  it('is browsed by keys', async () => {
    const { page, context } = await visit('/feed');
    const at = () => page.evaluate(() => [...document.querySelectorAll('.item')].indexOf(document.activeElement));
    await page.locator('h1').click();
    await page.keyboard.press('j');
    assert.equal(await at(), 0);
    await page.keyboard.type('jjk');
    assert.equal(await at(), 1);
    const opened = context.waitForEvent('page');
    await page.keyboard.press('o');
    assert.match(new URL((await opened).url() || 'https://www.reddit.com/').protocol, /https|about|chrome-error/);
    await page.bringToFront();
    await page.keyboard.press('t');
    await page.waitForURL('**/threads/reddit/**');
    await page.locator('.thread .item').first().waitFor();
    await page.keyboard.type('gf');
    await page.getByRole('heading', { level: 1, name: 'Feed' }).waitFor();
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
    await context.close();
  });

  it('keeps few of ten thousand items in the document, and comes back to those that were left', async () => {
    const { page, found, context } = await visit('/feed');
    await page.getByRole('button', { name: 'Load more' }).click();
    const first = await page.locator('.item').first().textContent();
    let most = 0;
    let height = 0;
    for (let i = 0; i < 60 && height <= 250_000; i++) {
      height = await page.evaluate(() => document.documentElement.scrollHeight);
      // The end moves as more comes, and as blanks take the height of what they stand for: it is sought until there is more.
      await page.waitForFunction(
        (h) => {
          scrollTo(0, document.documentElement.scrollHeight);
          return document.documentElement.scrollHeight > h;
        },
        height,
        { polling: 100 },
      );
      most = Math.max(most, await page.locator('.item').count());
    }
    assert.ok(height > 250_000, `${height} px were reached`);
    assert.ok(most < 250, `${most} items were there at once`);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction((text) => document.querySelector('.item')?.textContent.slice(0, 30) === text.slice(0, 30), first);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('reads a search to its end: every item once, and the same height on the way back', async () => {
    const query = 'tool=copperjay&hours=720';
    const ids = new Set();
    for (let cursor = ''; cursor !== null; ) {
      const page = await world.api('GET', `/items?${query}&limit=200${cursor && `&cursor=${cursor}`}`);
      for (const item of page.items) ids.add(item.id);
      cursor = page.next_cursor;
    }
    const { page, context } = await visit('/feed?tools=copperjay');
    await page.getByRole('button', { name: 'Load more' }).click();
    const end = await page.waitForFunction(
      () => {
        const list = document.querySelector('.items');
        const last = list.lastElementChild.querySelectorAll('.item').length;
        const there = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        scrollTo(0, document.documentElement.scrollHeight);
        return there && last > 0 && !document.querySelector('.feed-more') && { items: (list.children.length - 1) * 25 + last, height: list.offsetHeight };
      },
      undefined,
      { polling: 100 },
    );
    const { items, height } = await end.jsonValue();
    // A cycle may have brought some since they were counted.
    assert.ok(ids.size > 200 && items >= ids.size && items < ids.size + 20, `${items} of ${ids.size} items`);
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator('.items > :first-child > .item').first().waitFor();
    assert.equal(await page.locator('.items').evaluate((list) => list.offsetHeight), height);
    await context.close();
  });

  it('shows a thread: the post, the answers set in, what they say of tools', async () => {
    const { items } = await world.api('GET', '/items?kind=post&limit=100&end=latest&range=7d');
    const post = items.filter((i) => i.comment_count > 4 && i.tools.length > 0)[0];
    for (const colorScheme of ['light', 'dark']) {
      const { page, found, context } = await visit(`/threads/reddit/${post.id}`, { colorScheme, viewport: { width: 360, height: 800 } });
      await page.getByRole('heading', { level: 3, name: post.title }).waitFor();
      assert.ok((await page.locator('.comment').count()) > 0);
      assert.ok((await page.locator('.thread-tools li').count()) > 0);
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflow(page), 0);
      assert.deepEqual(found, []);
      await context.close();
    }
  });

  it('says that a thread is not stored', async () => {
    const { page, context } = await visit('/threads/reddit/t3_nothing');
    await page.getByText('This thread is not stored.').waitFor();
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
});
