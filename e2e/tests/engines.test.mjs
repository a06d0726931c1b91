// Numbers of an engine that answered before, and where engines change.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { complaints, open, still } from '../harness.mjs';

describe('engines', { skip: process.env.VOXPOP_URL ? 'needs the mock API' : false }, () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  async function visit(mode, path) {
    await world.mock({ mode, sse: 'on' });
    const context = await world.context();
    const page = await context.newPage();
    const found = complaints(page);
    const asked = [];
    page.on('request', (r) => asked.push(r.url()));
    await page.goto(new URL(path, world.url).href);
    await still(page);
    return { page, found, context, asked };
  }

  it('offers no choice where one engine has numbers', async () => {
    const { page, context } = await visit('full', '/');
    assert.equal(await page.getByLabel('Engine', { exact: true }).count(), 0);
    await context.close();
  });

  it('shows the numbers of another engine, says so, and goes back', async () => {
    const { page, found, context, asked } = await visit('engines', '/?range=7d');
    await page.getByLabel('Engine', { exact: true }).selectOption('model@8-mock');
    await still(page);
    assert.match(page.url(), /engine=model%408-mock/);
    await page.getByText(/which scored 83\.3 % of what counts/).waitFor();
    for (const route of ['/tools?', '/movers?', '/sentiment/stats?', '/timeseries?']) {
      assert.ok(asked.some((u) => u.includes(route) && u.includes('engine=model%408-mock')), `${route} is asked by the engine`);
    }
    assert.ok(!asked.some((u) => /examples|coverage|posts/.test(u) && u.includes('engine=')), 'routes without such numbers are not');
    assert.equal(await page.getByRole('button', { name: /receipt/i }).count(), 0, 'nothing is frozen of it');
    await page.waitForFunction(() => !document.querySelector('.stale'));
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Show the engine that answers' }).click();
    await still(page);
    assert.doesNotMatch(page.url(), /engine=/);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('marks where engines change, and reads no change across', async () => {
    const { page, found, context } = await visit('engines', '/?range=30d');
    await page.getByText(/Engine: scores of model 8-mock before, of vader 3\.3\.2 from here on/).waitFor();
    await page.getByText('Engine changed').first().waitFor();
    await page.getByText('Not across engines.').waitFor();
    await page.getByText(/What moved cannot be told: another engine scored a part/).waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });
});
