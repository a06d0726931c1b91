// What is around every page: addresses, navigation, keyboard. Runs against VOXPOP_URL too.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { open, overflow, still, visit as opened } from '../harness.mjs';

describe('the shell', () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  const visit = (path = '/', options = {}) => opened(world, path, options);
  const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

  it('leads to every page and takes the view along', async () => {
    const { page, found, context } = await visit('/?range=7d&kind=post&grain=hour');
    const nav = page.getByRole('navigation', { name: 'Pages' });
    for (const name of (await nav.getByRole('link').allTextContents()).reverse()) {
      await nav.getByRole('link', { name }).click();
      await heading(page, name);
      assert.equal(await nav.locator('[aria-current=page]').textContent(), name);
      assert.equal(await page.title(), `${name} · voxpop`);
      assert.match(await page.evaluate(() => location.search), /range=7d&kind=post/);
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
      await still(page);
    }
    const at = new URL(page.url()).pathname;
    await page.goBack();
    await page.waitForFunction((p) => location.pathname !== p, at);
    await page.reload();
    await still(page);
    assert.notEqual(new URL(page.url()).pathname, at);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('shows the present page in a navigation that is wider than the window', async () => {
    const { page, context } = await visit('/', { viewport: { width: 360, height: 800 } });
    const insight = () => page.evaluate(() => [...document.querySelectorAll('nav [aria-current]')].map((a) => a.getBoundingClientRect()).every((r) => r.left >= 0 && r.right <= innerWidth));
    for (const [path, current] of [['/', 1], ['/coverage', 1], ['/admin/keys', 2], ['/admin', 2]]) {
      await page.goto(new URL(path, world.url).href);
      await page.waitForFunction((n) => document.querySelectorAll('nav [aria-current]').length === n, current);
      assert.ok(await insight(), path);
    }
    await context.close();
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const path of ['/feed', '/coverage', '/tools/']) {
      it(`has no accessibility violations: ${colorScheme} ${path}`, async () => {
        const { page, found, context } = await visit(path, { colorScheme });
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(found, []);
        await context.close();
      });
    }
    it(`has an accessible sheet of keys: ${colorScheme}`, async () => {
      const { page, context } = await visit('/feed', { colorScheme });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      assert.deepEqual(await violations(page), []);
      await context.close();
    });
  }

  for (const width of [360, 2560]) {
    it(`fits ${width} pixels on every page`, async () => {
      for (const path of ['/feed', '/coverage', '/tools/']) {
        const { page, context } = await visit(path, { viewport: { width, height: 900 } });
        assert.equal(await overflow(page), 0, path);
        await context.close();
      }
    });
  }

  it('says that an address leads nowhere', async () => {
    const { page, found, context } = await visit('/tools/');
    await heading(page, 'No such page');
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await heading(page, 'Overview');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('follows letters, unless they are switched off or written', async () => {
    const { page, context } = await visit('/');
    await page.keyboard.type('gc');
    await heading(page, 'Coverage');
    await page.keyboard.press('/');
    await heading(page, 'Feed');
    await page.getByRole('searchbox', { name: 'Search' }).fill('x');
    await page.keyboard.type('gc?');
    assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), 'xgc?');
    await heading(page, 'Feed');
    await page.getByRole('button', { name: 'Keyboard' }).click();
    await page.getByRole('checkbox', { name: 'Letters are commands' }).uncheck();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await page.reload();
    await still(page);
    await page.locator('h1').click();
    await page.keyboard.type('?');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await context.close();
  });
});
