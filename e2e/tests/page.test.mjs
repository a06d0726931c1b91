// What the overview must do for everyone, whatever the data. Runs against VOXPOP_URL too.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { open, overflow, still, visit as opened } from '../harness.mjs';

describe('the overview', () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  const visit = (options = {}, path = '/') => opened(world, path, options);

  for (const colorScheme of ['light', 'dark']) {
    for (const path of ['/', '/?table=1', '/?range=custom&from=2026-01-01&to=2026-01-31']) {
      it(`has no accessibility violations: ${colorScheme} ${path}`, async () => {
        const { page, found, context } = await visit({ colorScheme }, path);
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(found, []);
        await context.close();
      });
    }
    it(`has an accessible sign-in dialog: ${colorScheme}`, async () => {
      const { page, context } = await visit({ colorScheme });
      await page.getByRole('button', { name: 'Sign in' }).click();
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      await context.close();
    });
  }

  for (const width of [320, 360, 768, 1280, 1920, 2560]) {
    it(`fits ${width} pixels`, async () => {
      const { page, context } = await visit({ viewport: { width, height: 900 } });
      assert.equal(await overflow(page), 0);
      await context.close();
    });
  }

  it('runs under its content security policy', async () => {
    const response = await fetch(world.url);
    const policy = response.headers.get('content-security-policy');
    assert.ok(policy && !policy.includes('unsafe'), `policy: ${policy}`);
    const { page, found, context } = await visit();
    assert.equal(await page.locator('style, [onclick], script:not([src])').count(), 0);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.keyboard.press('Escape');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('does not move what is there while the rest comes in', async () => {
    const context = await world.context();
    const page = await context.newPage();
    const seen = async () => {
      await page.goto(world.url);
      await still(page);
      await page.waitForTimeout(500);
      return page.evaluate(
        () =>
          new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const e of list.getEntries()) sum += e.hadRecentInput ? 0 : e.value;
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(sum), 200);
          }),
      );
    };
    const first = await seen(); // room for what cannot be known before the first answer
    const again = await seen();
    assert.ok(first < 0.1, `first visit: layout shift ${first}`);
    assert.ok(again < 0.05, `second visit: layout shift ${again}`);
    await context.close();
  });

  it('can be used by keyboard alone', async () => {
    const { page, context } = await visit();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');

    const chart = page.getByRole('slider', { name: 'Steps of the chart' });
    for (let i = 0; i < 60 && !(await chart.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Tab');
    assert.ok(await chart.evaluate((e) => e === document.activeElement), 'Tab reaches the chart');
    assert.notEqual(await chart.evaluate((e) => getComputedStyle(e).outlineStyle), 'none');
    const before = await chart.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await chart.getAttribute('aria-valuetext'), before);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.search.includes('items_from='));
    await page.getByRole('heading', { name: /^Items on .* UTC$/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'items-panel-title');
    await page.locator('.items-panel .item').first().waitFor();
    await context.close();
  });

  it('keeps its state in the address', async () => {
    const { page, found, context } = await visit();
    await page.getByText('7 d', { exact: true }).click();
    await page.getByText('Hour', { exact: true }).click();
    await page.getByText('Most mentioned', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('comment');
    const chips = page.locator('.chip-series');
    await chips.first().click();
    const drawn = await chips.count();
    const query = await page.evaluate(() => location.search);
    for (const part of ['range=7d', 'grain=hour', 'sort=mentions', 'kind=comment', 'tools=']) assert.ok(query.includes(part), `${part} in ${query}`);

    await page.reload();
    await still(page);
    assert.ok(await page.getByRole('radio', { name: '7 d' }).isChecked());
    assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), 'comment');
    assert.equal(await chips.count(), drawn);
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes('kind='));
    assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), '');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('keeps the search in the address', async () => {
    const { page, found, context } = await visit({}, '/feed');
    await page.getByRole('combobox', { name: 'Sentiment' }).selectOption('negative');
    await page.getByRole('searchbox', { name: 'Search' }).fill('the');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.search.includes('q=the') && location.search.includes('label=negative'));
    await page.reload();
    await still(page);
    assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), 'the');
    const labels = await page.locator('.item .label-pill').allTextContents();
    assert.ok(labels.every((l) => l.includes('Negative')), labels.join());
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes('q='));
    assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), '');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('shows the same data as a table', async () => {
    const { page, context } = await visit({}, '/?grain=day');
    const steps = Number(await page.getByRole('slider').getAttribute('aria-valuemax'));
    await page.getByRole('button', { name: 'Show table' }).click();
    assert.equal(await page.locator('.trend tbody tr').count(), steps);
    assert.ok((await page.evaluate(() => location.search)).includes('table=1'));
    await context.close();
  });

  it('remembers the colour scheme and paints it first', async () => {
    const { page, found, context } = await visit({ colorScheme: 'light' });
    await page.getByText('Dark', { exact: true }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark');
    assert.deepEqual(found, []);
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.body);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark');
    await context.close();
  });

  it('refuses a wrong key in words', async () => {
    const { page, context } = await visit({}, '/coverage');
    await page.getByRole('button', { name: 'Collect now' }).click();
    await page.getByRole('textbox', { name: 'Admin key' }).fill('not the key');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.mantine-PasswordInput-error').waitFor();
    assert.ok(((await page.locator('.mantine-PasswordInput-error').textContent()) ?? '').length > 10);
    await context.close();
  });
});
