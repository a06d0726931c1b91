// Labelling against the program itself, with the demo's data: drawn, labelled by keyboard and by finger, and what comes of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { complaints, openProgram, overflow, still } from '../harness.mjs';

describe('labels', () => {
  let world;
  before(async () => {
    world = await openProgram(['demo', '--days=2'], /Simulated history imported/);
  });
  after(() => world?.close());

  async function visit(options = {}) {
    const context = await world.signedIn(options);
    const page = await context.newPage();
    const found = complaints(page);
    await page.goto(`${world.url}/admin/labels`);
    await still(page);
    return { page, found, context };
  }
  const labels = () => world.api('GET', '/admin/labels?limit=200');
  /** Waits until so many are labelled. */
  async function labelled(n) {
    for (let i = 0; i < 200; i++) {
      const { total } = await labels();
      if (total === n) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`not ${n} labels: ${(await labels()).total}`);
  }

  it('draws a sample and asks without saying what the engine thinks', async () => {
    const { page, found, context } = await visit();
    await page.getByText('Nothing is drawn.').waitFor();
    await page.getByLabel('How many').fill('12');
    const answer = page.waitForResponse((r) => r.url().includes('/admin/labels/next'));
    await page.getByRole('button', { name: 'Draw a sample' }).click();
    await page.getByText('12 mentions drawn.').waitFor();
    assert.doesNotMatch(await (await answer).text(), /positive|negative|neutral|compound|confidence/);
    await page.getByText('0 of 12 labelled').waitFor();
    await page.locator('.label-text mark').first().waitFor();
    assert.match(await page.locator('.label-last').textContent(), /shown once you have labelled/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('labels by keyboard alone, skips and undoes', async () => {
    const { page, found, context } = await visit();
    const text = page.locator('.label-text');
    const seen = await text.textContent();
    await page.keyboard.press('s'); // goes behind the others
    await page.keyboard.press('p');
    await page.keyboard.press('2');
    await page.keyboard.press('u');
    await page.keyboard.press('x');
    await page.getByText('4 of 12 labelled').waitFor();
    await labelled(4);
    await page.getByText(/Last: you said none, \w+ says (positive|negative|neutral)\./).waitFor();
    const given = (await labels()).labels.map((l) => l.label).sort();
    assert.deepEqual(given, ['negative', 'neutral', 'none', 'positive']);
    await page.keyboard.press('z');
    await page.getByText('3 of 12 labelled').waitFor();
    await labelled(3);
    for (let i = 4; i <= 11; i++) {
      await page.keyboard.press('1');
      await page.getByText(`${i} of 12 labelled`).waitFor();
    }
    assert.equal(await text.textContent(), seen, 'what was skipped comes last');
    await page.keyboard.press('3');
    await page.getByText('All is labelled.').waitFor();
    await labelled(12);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('tells how right engines are and what is missing', async () => {
    const { page, context } = await visit();
    const engines = page.getByRole('region', { name: 'Engines by your labels' });
    await engines.getByText(/whose numbers are shown/).waitFor();
    assert.match(await engines.textContent(), /\d %? \(.+ to .+\)/);
    const rows = page.getByRole('region', { name: 'Labels of each tool' }).locator('tbody tr');
    assert.ok((await rows.count()) > 0);
    assert.match(await rows.first().textContent(), /(8|9)\d/, 'what is missing until the numbers are corrected');
    await context.close();
  });

  it('works by finger on a phone, in the dark', async () => {
    await world.api('POST', '/admin/labels/draw', { count: 2, texts: true });
    const { page, found, context } = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: 'dark' });
    await page.getByText('What is the feeling of the whole text?').waitFor();
    assert.equal(await overflow(page), 0);
    await page.getByRole('button', { name: /^Negative/ }).tap();
    await page.getByText('13 of 14 labelled').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).tap();
    await page.getByText('12 of 14 labelled').waitFor();
    await labelled(12);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('keeps what could not be sent to be labelled again', async () => {
    const { page, context } = await visit();
    await page.route('**/api/v1/admin/labels/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await page.getByText('12 of 14 labelled').waitFor();
    const text = await page.locator('.label-text').textContent();
    await page.keyboard.press('p');
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
    await page.getByText('12 of 14 labelled').waitFor();
    assert.equal(await page.locator('.label-text').textContent(), text);
    await context.close();
  });
});
