// Administration against the program itself, with the demo's data: from a new tool to a merge that is undone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../axe.mjs';
import { complaints, openProgram, overflow, still } from '../harness.mjs';

/** What the browser itself says of answers that a test asks for. */
const refused = (text) => /status of 4\d\d/.test(text);

describe('administration', () => {
  let world;
  before(async () => {
    world = await openProgram(['demo', '--days=2'], /Simulated history imported/);
  });
  after(() => world?.close());

  async function visit(path, options = {}) {
    const context = await world.signedIn(options);
    const page = await context.newPage();
    const found = complaints(page, refused);
    await page.goto(world.url + path);
    await still(page);
    return { page, found, context };
  }
  /** Waits until no stored items are looked at again, and what was found counts: a tool cannot be merged or deleted before. */
  async function idle(...slugs) {
    for (let i = 0; i < 300; i++) {
      const { jobs } = await world.api('GET', '/admin/reanalysis/jobs');
      const tools = await Promise.all(slugs.map((slug) => world.api('GET', `/admin/tools/${slug}`)));
      if (!jobs.some((j) => j.status === 'queued' || j.status === 'running') && !tools.some((t) => t.versions.some((v) => v.state.startsWith('walk')))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('re-analyses do not end');
  }
  const heading = (page, name, level = 2) => page.getByRole('heading', { level, name }).waitFor();

  it('asks for a key first, and goes on with it', async () => {
    const context = await world.context();
    const page = await context.newPage();
    await page.goto(`${world.url}/admin/keys`);
    const part = page.locator('.admin-part');
    await part.getByRole('button', { name: 'Sign in' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in' });
    await dialog.getByLabel('Admin key').fill('wrong');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText(/key/i).nth(1).waitFor();
    await dialog.getByLabel('Admin key').fill(world.key);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'New key');
    await context.close();
  });

  it('makes a tool, shows what its aliases would match, and saves changes', async () => {
    const { page, found, context } = await visit('/admin');
    await page.getByRole('button', { name: 'New tool' }).click();
    await heading(page, 'New tool');
    await page.getByLabel('Name').fill('Halden');
    await page.getByLabel('Alias 1', { exact: true }).fill('Halden');
    const preview = page.getByRole('region', { name: 'What would match' });
    await preview.getByText('Up to date').waitFor();
    await preview.locator('.sample mark').first().waitFor();
    assert.equal((await preview.locator('.sample mark').first().textContent()).toLowerCase(), 'halden');
    await page.getByRole('button', { name: 'Create tool' }).click();
    await page.waitForURL('**/admin/tools/halden');
    await heading(page, /Halden/);

    await page.getByLabel('Alias 1', { exact: true }).fill('nothing at all is called so');
    await preview.locator('.figure-loss').waitFor();
    await page.getByLabel('Alias 1', { exact: true }).fill('Halden');
    await page.getByLabel('Vendor').fill('Halden Labs');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Its items are looked at again.').waitFor();
    assert.equal((await world.api('GET', '/admin/tools/halden')).vendor, 'Halden Labs');
    assert.deepEqual(found, []);
    await context.close();
  });

  it('shows what somebody else changed meanwhile, and puts the change on top of it', async () => {
    const { page, context } = await visit('/admin/tools/copperjay');
    const before = await world.api('GET', '/admin/tools/copperjay');
    await page.getByLabel('Vendor').fill('Mine');
    await world.api('PUT', '/admin/tools/copperjay', { edit: before.edit, description: 'Theirs' });
    await page.getByRole('button', { name: 'Save' }).click();
    await heading(page, 'Somebody else changed this tool meanwhile');
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Put my changes on top' }).click();
    assert.equal(await page.getByLabel('Description').inputValue(), 'Theirs');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const after = await world.api('GET', '/admin/tools/copperjay');
    assert.deepEqual([after.vendor, after.description], ['Mine', 'Theirs']);
    await context.close();
  });

  it('archives a tool and takes that back', async () => {
    const { page, context } = await visit('/admin/tools/tessaline');
    await page.getByRole('button', { name: 'Archive…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Unarchive' }).click();
    await page.getByRole('button', { name: 'Archive…' }).waitFor();
    assert.equal((await world.api('GET', '/admin/tools/tessaline')).status, 'active');
    await context.close();
  });

  it('merges what is marked after a dry run, and undoes it from the history', async () => {
    await idle('halden', 'nimbrel');
    const { page, found, context } = await visit('/admin?sort=-mentions');
    await page.getByRole('checkbox', { name: 'Mark Halden' }).check();
    await page.getByRole('checkbox', { name: 'Mark Nimbrel' }).check();
    await page.getByRole('button', { name: 'Merge 2 marked…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge 2 tools' });
    assert.ok(await dialog.getByRole('button', { name: 'Merge' }).isDisabled());
    await dialog.getByLabel('The one that stays').selectOption('nimbrel');
    await dialog.getByText('Nimbrel afterwards').waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal((await world.api('GET', '/admin/tools/halden')).merged_into, null);
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await heading(page, 'Merges');
    assert.equal((await world.api('GET', '/admin/tools/halden')).merged_into, 'nimbrel');
    await idle('halden', 'nimbrel');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the merge' }).click();
    await page.getByText('Undone').waitFor();
    assert.equal((await world.api('GET', '/admin/tools/halden')).merged_into, null);
    assert.deepEqual(found, []);
    await context.close();
  });

  it('deletes a tool only when its name was typed', async () => {
    await idle('halden');
    const { page, found, context } = await visit('/admin/tools/halden');
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Halden' });
    await dialog.getByText(/counted mention/).waitFor();
    await dialog.getByLabel(/Type the name/).fill('halden');
    assert.ok(await dialog.getByRole('button', { name: 'Delete for ever' }).isDisabled());
    await dialog.getByLabel(/Type the name/).fill('Halden');
    await dialog.getByRole('button', { name: 'Delete for ever' }).click();
    await page.waitForURL('**/admin/tools');
    await page.getByRole('link', { name: 'Nimbrel' }).waitFor();
    await page.getByRole('link', { name: 'Halden' }).waitFor({ state: 'detached' });
    assert.deepEqual(found, []);
    await context.close();
  });

  it('finds, filters and sorts tools, and keeps that in the address', async () => {
    const { page, context } = await visit('/admin');
    await page.getByLabel('Find a tool').fill('pin');
    await page.waitForFunction(() => document.querySelectorAll('.tools-table tbody tr').length === 1);
    await page.reload();
    await still(page);
    assert.equal(await page.locator('.tools-table tbody tr').count(), 1);
    await page.getByLabel('Find a tool').fill('');
    await page.getByRole('button', { name: 'Mentions' }).click();
    await page.locator('th[aria-sort=descending]').waitFor();
    const numbers = (await page.locator('.tools-table tbody td:nth-last-child(2)').allTextContents()).map((n) => Number(n.replace(/\D/g, '')));
    assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
    await page.getByLabel('Status').selectOption('archived');
    await page.getByText('No tool matches.').waitFor();
    await context.close();
  });

  it('tries a re-analysis dry, reports it, and finds the run in the list', async () => {
    const { page, found, context } = await visit('/admin/reanalysis');
    await page.getByLabel('Tools').fill('nimbrel');
    await page.getByRole('button', { name: 'Try it dry' }).click();
    const row = page.locator('.row-item').filter({ hasText: 'Dry run: nimbrel' }).first();
    await row.getByText('Done').waitFor({ timeout: 20_000 });
    await row.getByRole('button', { name: /Report/ }).click();
    await row.getByText(/Would change/).waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  it('makes a key that is shown once, and revokes it', async () => {
    const { page, found, context } = await visit('/admin/keys');
    await page.getByLabel('Name').fill('a robot');
    await page.getByLabel('Ends on').fill('2099-01-01');
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.locator('.fresh-key').textContent();
    const asked = await fetch(`${world.url}/api/v1/session`, { headers: { 'X-Admin-Token': key } });
    assert.equal((await asked.json()).role, 'read');
    await page.getByRole('button', { name: 'I have it' }).click();
    assert.equal(await page.locator('.fresh-key').count(), 0);
    await page.getByRole('button', { name: 'Revoke… a robot' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Revoked').waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  it('notes what happened, changes and removes it', async () => {
    const { page, found, context } = await visit('/admin/annotations');
    await page.getByRole('button', { name: 'New annotation' }).click();
    await page.getByLabel('What happened').fill('A new price');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Edit A new price' }).click();
    await page.getByLabel('What happened').fill('A lower price');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete A lower price' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete A lower price' }).waitFor({ state: 'detached' });
    assert.deepEqual(found, []);
    await context.close();
  });

  it('starts a cycle, and tells in the audit log who did what, before and after', async () => {
    const { page, found, context } = await visit('/admin/cycles');
    await page.getByRole('button', { name: 'Collect now' }).click();
    await page.locator('.row-item').filter({ hasText: 'by an administrator' }).first().waitFor({ timeout: 30_000 });
    await page.goto(`${world.url}/admin/audit?subject=copperjay`);
    await still(page);
    const entry = page.locator('.row-item').filter({ hasText: 'Mine' }).or(page.locator('.row-item').first());
    await entry.first().getByRole('button', { name: /field/ }).click();
    await page.locator('.audit-changes ins').filter({ hasText: 'Mine' }).waitFor();
    assert.deepEqual(found, []);
    await context.close();
  });

  const PATHS = ['/admin', '/admin/tools/nimbrel', '/admin/tools/+new', '/admin/merges', '/admin/candidates', '/admin/cycles', '/admin/reanalysis', '/admin/engine', '/admin/annotations', '/admin/retention', '/admin/keys', '/admin/audit', '/admin/nowhere'];
  for (const colorScheme of ['light', 'dark']) {
    it(`has no accessibility violations and fits a phone: ${colorScheme}`, async () => {
      const context = await world.signedIn({ colorScheme, viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      for (const path of PATHS) {
        await page.goto(world.url + path);
        await still(page);
        assert.deepEqual(await violations(page), [], path);
        assert.equal(await overflow(page), 0, path);
      }
      await context.close();
    });
  }
});
