// The page that says whether data is missing, in the states that only the mock can bring about.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { open, overflow, visit as opened } from '../harness.mjs';

describe('coverage', { skip: process.env.VOXPOP_URL ? 'needs the mock API' : false }, () => {
  let world;
  before(async () => {
    world = await open();
  });
  after(() => world?.close());

  async function visit(mode, options = {}) {
    await world.mock({ mode, sse: 'on' });
    return opened(world, '/coverage', options);
  }
  const row = (page, name) => page.locator('.coverage-table tr', { hasText: name });

  for (const colorScheme of ['light', 'dark']) {
    for (const mode of ['full', 'empty', 'failing']) {
      it(`has no accessibility violations: ${mode}, ${colorScheme}`, async () => {
        const { page, found, context } = await visit(mode, { colorScheme });
        for (const b of await page.locator('main .disclosure').all()) await b.click();
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(found, []);
        await context.close();
      });
    }
  }

  for (const width of [360, 1280, 2560]) {
    it(`fits ${width} pixels`, async () => {
      const { page, context } = await visit('full', { viewport: { width, height: 900 } });
      assert.equal(await overflow(page), 0);
      await context.close();
    });
  }

  it('shows the strip of every community on a phone', async () => {
    const { page, context } = await visit('full', { viewport: { width: 360, height: 800 } });
    const boxes = await page.locator('.coverage-table .strip').evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map((b) => [b.left, b.right, b.width]));
    assert.ok(boxes.length > 3);
    for (const [left, right, width] of boxes) assert.ok(left >= 0 && right <= 360 && width > 200, `a strip from ${left} to ${right}`);
    assert.equal(await page.locator('.coverage-table').getByRole('row').count(), boxes.length + 1, 'it is still a table, with its heads');
    await context.close();
  });

  it('puts first what cannot be read, and never calls it zero', async () => {
    const { page, context } = await visit('full');
    const first = page.locator('.coverage-table tbody tr').first();
    assert.match(await first.textContent(), /QuietCorner.*Blocked.*r\/QuietCorner is private.*yesterday|1 day ago/s);
    assert.equal(await first.locator('td').nth(2).textContent(), '–');
    assert.match(await page.locator('.coverage .card-head').textContent(), /1 blocked, 1 with gaps, \d+ complete/);
    await context.close();
  });

  it('tells a gap by when, how long, why, and whether it was repaired', async () => {
    const { page, context } = await visit('full');
    const gaps = row(page, 'BuildBreakers').getByRole('button', { name: /Gaps: 1 open, 2 hours; 1 repaired/ });
    await gaps.focus();
    await page.keyboard.press('Enter');
    const told = await row(page, 'BuildBreakers').locator('.gap-list li').allTextContents();
    assert.equal(told.length, 2);
    assert.match(told[0], /Open.*:\d\d to .*:\d\d \(2 hours\), comments more was written between two looks/);
    for (const time of await row(page, 'BuildBreakers').locator('.gap-list time').all()) assert.match((await time.getAttribute('title')) ?? '', /UTC$/);
    assert.match(told[1], /Repaired.*\(6 hours\), comments the program did not run/);
    await context.close();
  });

  it('shows work that waits, the back-fill, cycles and times to answer', async () => {
    const { page, context } = await visit('full');
    assert.match(await page.locator('.stages').textContent(), /To be scored37/);
    await page.getByText('12,840 of 20,000 items looked at, 64.2 %').waitFor();
    await page.getByRole('heading', { name: 'Last cycles' }).waitFor();
    await page.getByRole('button', { name: 'What failed in this cycle' }).click();
    await page.locator('.rows-scroll').getByText('It is tried again every 6 hours').waitFor();
    assert.match(await page.locator('.latency-table tr', { hasText: 'GET /tools/{slug}/drivers' }).textContent(), /3814\.2961310/);
    await context.close();
  });

  it('says what to do next at the first run', async () => {
    const { page, context } = await visit('empty');
    await page.getByRole('heading', { name: 'Nothing is stored yet' }).waitFor();
    await page.getByText('No communities yet.').waitFor();
    await page.getByText('No cycle has run yet.').waitFor();
    await page.getByText('No engine has scored anything yet.').waitFor();
    await context.close();
  });

  it('says of an import that nothing can be proved', async () => {
    const { page, context } = await visit('import');
    await row(page, 'Loomcode').getByText('Unknown').waitFor();
    await row(page, 'Loomcode').getByText('no gap is known').waitFor();
    await context.close();
  });

  it('follows a cycle by events, for everybody', async () => {
    const { page, context } = await visit('full');
    await world.mock({ hold: true });
    const elsewhere = await world.context();
    await elsewhere.request.post(`${world.url}/api/v1/session`, { data: { key: 'mock-key' } });
    assert.equal((await elsewhere.request.post(`${world.url}/api/v1/admin/collect`)).status(), 202);
    await page.getByText('0 of 6 tasks').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Sign in' }).isVisible(), 'nobody is signed in here');
    await world.mock({ hold: false });
    await page.getByText('by an administrator').first().waitFor();
    await elsewhere.close();
    await context.close();
  });
});
