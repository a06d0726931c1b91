// States of data and connection that only the mock can bring about.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { complaints, open, still } from '../harness.mjs';

describe('states', { skip: process.env.VOXPOP_URL ? 'needs the mock API' : false }, () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  async function visit(mode, path = '/', allow) {
    await world.mock({ mode, sse: 'on' });
    const context = await world.context();
    const page = await context.newPage();
    const found = complaints(page, allow);
    await page.goto(new URL(path, world.url).href);
    return { page, found, context };
  }

  it('shows hostile text as text', async () => {
    const { page, found, context } = await visit('hostile', '/feed');
    await still(page);
    const more = page.getByRole('button', { name: 'Read more' });
    while ((await more.count()) > 0) await more.first().click();
    const first = page.locator('.item').first();
    assert.ok((await first.textContent()).includes('<script>window.__pwned=1</script>'), 'the title is shown as it is');
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
    assert.equal(await page.locator('.items :is(script, img, iframe, svg, form, object, embed, style, [style], [onclick])').count(), 0);
    const hrefs = await page.locator('.items a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    assert.deepEqual(hrefs.filter((h) => !/^(https:\/\/|\/(tools|threads)\/)/.test(h)), []);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `overflows by ${over}`);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('shows sanitised HTML by an allow-list of its own', async () => {
    const { page, context } = await visit('full', '/feed');
    await page.route('**/api/v1/items*', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      Object.assign(body.items[0], {
        content: 'word '.repeat(200),
        content_html:
          '<p onclick="window.__pwned=1" style="color:red">Hello <b>bold</b></p><script>window.__pwned=1</script><img src=x onerror="window.__pwned=1"><a href="javascript:window.__pwned=1">bad</a><a href="https://example.org/">good</a><h1>head</h1><custom-tag>kept words</custom-tag>',
      });
      await route.fulfill({ response, json: body });
    });
    await page.reload();
    await still(page);
    await page.getByRole('button', { name: 'Read more' }).first().click();
    const prose = page.locator('.prose').first();
    assert.equal(await prose.locator('script, img, [onclick], [style], h1, custom-tag').count(), 0);
    assert.equal(await prose.locator('b').textContent(), 'bold');
    assert.match(await prose.textContent(), /bad.*good.*head.*kept words/s);
    const links = await prose.locator('a').evaluateAll((all) => all.map((a) => [a.href, a.target, a.rel]));
    assert.deepEqual(links, [['https://example.org/', '_blank', 'noreferrer nofollow ugc']]);
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
    await context.close();
  });

  it('says what to do when nothing is stored', async () => {
    const { page, found, context } = await visit('empty');
    await page.getByRole('heading', { name: 'Nothing is stored yet' }).waitFor();
    await page.getByText('Why degraded:').waitFor();
    await page.getByText('No Reddit keys: how to get them').click();
    await page.getByText('REDDIT_CLIENT_ID').first().waitFor();
    assert.equal(await page.locator('.net-number').count(), 0, 'no number where there is none');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('opens on the newest data of an import and says so', async () => {
    const { page, context } = await visit('import');
    await page.getByText('The newest item is from').waitFor();
    await page.getByText('12 Aug 2025').first().waitFor();
    assert.match(await page.locator('.net-number').textContent(), /^[+−]?\d/);
    assert.equal(await page.locator('.simulated').count(), 0);
    await page.getByRole('button', { name: 'Show up to now instead' }).click();
    await page.getByText('There is nothing in this range.').waitFor();
    assert.ok((await page.evaluate(() => location.search)).includes('end=now'));
    await page.getByRole('button', { name: 'Show the newest data' }).click();
    await page.getByText('The newest item is from').waitFor();
    await context.close();
  });

  it('marks small samples and simulated data', async () => {
    const { page, context } = await visit('small');
    await still(page);
    await page.locator('.headline').getByText(/Small sample: \d+ item/).waitFor();
    await page.locator('.simulated').waitFor();
    await page.locator('.trend .badge-sim').waitFor();
    await context.close();
  });

  it('tells errors in words and recovers by a retry', async () => {
    const { page, context } = await visit('error');
    await page.locator('.headline').getByText('The database does not answer.').waitFor();
    await page.getByText('The summary could not be loaded.').waitFor();
    await page.getByText('The tools could not be loaded.').waitFor();
    await world.mock({ mode: 'full' });
    const retry = page.getByRole('button', { name: 'Try again' });
    // A button may go by itself between the look and the click: the page tries again of its own accord, too.
    while ((await retry.count()) > 0) await retry.first().click({ timeout: 1000 }).catch(() => {});
    await still(page);
    await page.locator('.net-number').waitFor();
    await page.locator('.tool-card').first().waitFor();
    await context.close();
  });

  it('announces new items instead of pushing them in', async () => {
    const { page, context } = await visit('full', '/feed');
    await still(page);
    await page.getByText('Live', { exact: true }).waitFor();
    const top = await page.locator('.item').first().textContent();
    await world.mock({ add: 12 });
    const pill = page.getByRole('button', { name: '12 new items' });
    await pill.waitFor();
    const text = (s) => s.replace(/(just now|\d+ \w+ ago|in a moment)/g, '');
    assert.equal(text(await page.locator('.item').first().textContent()), text(top));
    await pill.click();
    assert.notEqual(text(await page.locator('.item').first().textContent()), text(top));
    await context.close();
  });

  it('keeps its data when the connection is lost, says so, and comes back', async () => {
    const { page, context } = await visit('full', '/', () => true);
    await still(page);
    await page.getByText('Live', { exact: true }).waitFor();
    const net = await page.locator('.net-number').textContent();
    await world.mock({ sse: 'off' });
    await page.locator('.connection', { hasText: /Reconnecting|Polling/ }).waitFor();
    await page.locator('.connection', { hasText: 'Polling' }).waitFor({ timeout: 20_000 });
    await context.setOffline(true);
    await page.locator('.connection', { hasText: 'Offline' }).waitFor({ timeout: 30_000 });
    await page.getByText('Connection lost.').waitFor();
    assert.equal(await page.locator('.net-number').textContent(), net);
    assert.ok((await page.locator('.tool-card').count()) > 0);
    await context.setOffline(false);
    await world.mock({ sse: 'on' });
    await page.locator('.connection', { hasText: /Polling|Live/ }).waitFor({ timeout: 30_000 });
    await context.close();
  });

  it('collects on request of an administrator and shows the progress', async () => {
    const { page, found, context } = await visit('full', '/coverage', (t) => t.includes('401'));
    await still(page);
    await page.getByRole('button', { name: 'Collect now' }).click();
    await page.getByRole('textbox', { name: 'Admin key' }).fill('mock-key');
    await page.keyboard.press('Enter');
    await page.getByText(/\d of 6 tasks/).waitFor();
    await page.getByRole('button', { name: 'Collecting…' }).waitFor();
    await page.getByText('by an administrator').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  it('loads more by cursor without showing an item twice', async () => {
    const { page, context } = await visit('full', '/feed');
    await still(page);
    const before = await page.locator('.item').count();
    const cursors = [];
    page.on('request', (request) => {
      const cursor = new URL(request.url()).searchParams.get('cursor');
      if (cursor !== null) cursors.push(cursor);
    });
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('.item').length > n, before);
    const after = await page.locator('.item').count(); // it goes on by itself while the end is near
    assert.ok(after >= before * 2 && after % before === 0, `${after} items, ${before} a page`);
    assert.deepEqual(cursors, [...new Set(cursors)]);
    await context.close();
  });

  it('says why a failed cycle failed, once for all communities', async () => {
    const { page, context } = await visit('failing', '/coverage');
    await still(page);
    assert.equal(await page.locator('.faults li').count(), 1);
    await page.getByText(/and 11 more:/).waitFor();
    await context.close();
  });

  it('holds the step that was clicked, so that the pointer can reach its numbers', async () => {
    const { page, context } = await visit('full', '/?range=30d');
    const chart = page.getByRole('slider', { name: 'Steps of the chart' });
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 80);
    const when = page.locator('.readout-when');
    const hovered = await when.textContent();
    await page.mouse.down();
    await page.mouse.up();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 120, { steps: 8 });
    assert.equal(await when.textContent(), hovered);
    await page.locator('.readout-rows button').first().click();
    assert.equal(await when.textContent(), hovered, 'also when its items are listed');
    assert.match(page.url(), /items_from=/);
    await chart.focus();
    await page.keyboard.press('Escape');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 100, { steps: 4 });
    assert.notEqual(await when.textContent(), hovered, 'Escape lets it go');
    await context.close();
  });
});
