// Hostile strings that came in by an import do nothing in a real browser, on any page that shows them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { complaints, openProgram, overflow, still } from '../harness.mjs';
import { dump, STRINGS } from '../xss.mjs';

describe('hostile strings', () => {
  let world;
  const evil = STRINGS.find((s) => s.startsWith('<img src=x oNeRrOr'));
  const long = 'Longnamewithoutblanks'.repeat(8);
  before(async () => {
    world = await openProgram(['serve'], /"?voxpop is ready/, ({ folder, run }) => {
      const file = join(folder, 'evil.ndjson');
      writeFileSync(file, dump('Loomcode'));
      run('import', file);
    });
    await world.api('POST', '/admin/tools', { slug: 'loomcode', name: `Loomcode ${evil}`, vendor: evil, description: evil, categories: [evil], aliases: [{ text: 'Loomcode', exclude: [evil] }] });
    await world.api('POST', '/admin/annotations', { title: evil, at: new Date().toISOString(), tool: 'loomcode' });
    await world.api('POST', '/admin/tools', { slug: 'long', name: long, vendor: long, aliases: [{ text: 'great' }] });
    await world.api('POST', '/admin/annotations', { title: long, at: new Date().toISOString() });
    await world.api('POST', '/admin/keys', { name: evil });
    await found();
  });
  after(() => world?.close());

  /** Waits until the tool was found in the items. */
  async function found() {
    for (let i = 0; i < 300; i++) {
      const [both, one] = await Promise.all(['loomcode', 'long'].map((slug) => world.api('GET', `/items?tool=${slug}&range=7d&limit=100`)));
      if (both.items.length === 100 && one.items.length === 100) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the tool was not found in the items');
  }

  /** Opens a page on which scripts that run, dialogs and anything like a script in the document are seen. */
  async function visit(context, path) {
    const page = await context.newPage();
    const bad = complaints(page);
    page.on('dialog', (d) => {
      bad.push(`dialog: ${d.message()}`);
      void d.dismiss();
    });
    page.on('framenavigated', (f) => f !== page.mainFrame() && bad.push(`frame: ${f.url()}`));
    page.on('request', (r) => new URL(r.url()).origin !== new URL(world.url).origin && bad.push(`request: ${r.url()}`));
    await page.exposeFunction('voxpopRan', () => bad.push('a script ran'));
    await page.goto(world.url + path);
    await still(page);
    return { page, bad };
  }

  /** What in the document could act, beside what the dashboard itself brings. */
  const alive = (page) =>
    page.evaluate(() => {
      const here = location.origin;
      const odd = [];
      for (const e of document.querySelectorAll('script, iframe, object, embed, base, form[action], meta[http-equiv], link[rel=import], img, video, audio, math, template, style')) if (!(e.tagName === 'SCRIPT' && e.src.startsWith(`${here}/`))) odd.push(e.outerHTML.slice(0, 120));
      for (const e of document.querySelectorAll('*')) for (const a of e.attributes) if (/^on/i.test(a.name)) odd.push(`${e.tagName} ${a.name}`);
      for (const a of document.querySelectorAll('[href], [src], [action], [formaction]')) for (const n of ['href', 'src', 'action', 'formaction']) if (a.hasAttribute(n) && !/^(https?:|\/(?!\/)|#)/.test(a.getAttribute(n))) odd.push(`${n}=${a.getAttribute(n).slice(0, 80)}`);
      return odd;
    });

  it('are at least a hundred', () => assert.ok(new Set(STRINGS).size >= 100, String(STRINGS.length)));

  it('would be seen if they did something', async () => {
    const context = await world.context({ bypassCSP: true }); // with it such markup could not even be made
    const { page, bad } = await visit(context, '/coverage');
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=voxpopRan()><a href="javascript:0">x</a>'));
    assert.equal((await alive(page)).length, 4); // the image, its event, its address, the link
    await page.evaluate(() => voxpopRan());
    assert.ok(bad.includes('a script ran'));
    await context.close();
  });

  it('cannot become markup: no text does but by the one policy, which is taken', async () => {
    const context = await world.context();
    for (const path of ['/', '/feed', '/coverage']) {
      const { page } = await visit(context, path);
      const refused = await page.evaluate(() => {
        const tries = {
          innerHTML: () => (document.createElement('div').innerHTML = '<b>x</b>'),
          outerHTML: () => (document.body.firstElementChild.outerHTML = '<b>x</b>'),
          insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'),
          parseFromString: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
          'script.src': () => (document.createElement('script').src = '/x.js'),
          'another policy': () => trustedTypes.createPolicy('another', {}),
          'the same policy again': () => trustedTypes.createPolicy('voxpop-read', {}),
        };
        return Object.entries(tries).flatMap(([name, attempt]) => {
          try {
            attempt();
            return [`${name} worked`];
          } catch (e) {
            return e instanceof TypeError ? [] : [`${name}: ${e}`];
          }
        });
      });
      assert.deepEqual(refused, [], path);
      await page.close();
    }
    await context.close();
  });

  it('do nothing in the feed, however far it is read and opened', async () => {
    const context = await world.context();
    const { page, bad } = await visit(context, '/feed?tools=loomcode');
    await page.getByRole('button', { name: 'Load more' }).click();
    const seen = new Set();
    for (let i = 0; i < 400; i++) {
      for (const more of await page.getByRole('button', { name: 'Read more' }).all()) await more.click({ timeout: 500 }).catch(() => {});
      for (const text of await page.locator('.item').allTextContents()) seen.add(text);
      assert.deepEqual(await alive(page), []);
      const end = await page.evaluate(async () => {
        scrollBy(0, 1200);
        // What comes near is made in the next frames.
        for (let f = 0; f < 4; f++) await new Promise((resolve) => requestAnimationFrame(resolve));
        return scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      });
      if (end && (await page.getByRole('button', { name: 'Load more' }).count()) === 0) break;
    }
    assert.ok(seen.size >= 2 * STRINGS.length - 5, `${seen.size} items were seen`);
    assert.deepEqual(bad, []);
    await context.close();
  });

  it('do nothing in a thread', async () => {
    const context = await world.context();
    for (const i of [0, 5, 24, 60, 100, 130]) {
      const { page, bad } = await visit(context, `/threads/reddit/t3_x${i}`);
      await page.locator('.comment').first().waitFor();
      assert.deepEqual(await alive(page), [], STRINGS[i]);
      assert.deepEqual(bad, [], STRINGS[i]);
      await page.close();
    }
    await context.close();
  });

  it('do nothing on the pages of the tool, its community, and of administrators', async () => {
    const context = await world.signedIn();
    for (const path of ['/', '/tools/loomcode', '/hot', '/compare?tools=loomcode,cursor', '/coverage', '/admin', '/admin/tools/loomcode', '/admin/audit', '/admin/annotations', '/admin/keys', '/admin/candidates', '/admin/reanalysis', '/admin/labels']) {
      const { page, bad } = await visit(context, path);
      assert.deepEqual(await alive(page), [], path);
      assert.deepEqual(bad, [], path);
      await page.close();
    }
    await context.close();
  });

  it('do nothing while they are labelled', async () => {
    await world.api('POST', '/admin/labels/draw', { tools: ['loomcode'], count: 2 * STRINGS.length });
    const context = await world.signedIn();
    const { page, bad } = await visit(context, '/admin/labels');
    const text = page.locator('.label-text');
    await text.waitFor();
    const seen = new Set();
    for (let i = 0; i < 400 && seen.size < 90; i++) { // which are drawn is left to chance, some with the same text
      seen.add(await text.textContent());
      assert.deepEqual(await alive(page), []);
      await page.keyboard.press('s');
    }
    assert.ok(seen.size >= 90, `${seen.size} texts were seen`);
    assert.ok([...seen].some((t) => t.includes('voxpopRan()')), 'markup is shown as text');
    assert.deepEqual(bad, []);
    await context.close();
  });

  it('make no page wider than the window, names without blanks neither', async () => {
    for (const width of [360, 1280]) {
      const context = await world.signedIn({ viewport: { width, height: 900 } });
      for (const path of ['/?range=7d', '/tools/long', '/hot', '/compare?tools=loomcode,long', '/feed?tools=loomcode', '/threads/reddit/t3_x5', '/admin', '/admin/tools/long', '/admin/annotations', '/admin/audit', '/admin/keys', '/admin/labels']) {
        const { page } = await visit(context, path);
        assert.equal(await overflow(page), 0, `${path} at ${width} pixels`);
        await page.close();
      }
      await context.close();
    }
  });

  it('are shown as what they are', async () => {
    const context = await world.signedIn();
    const { page } = await visit(context, '/admin/tools/loomcode');
    assert.ok((await page.getByRole('heading', { level: 2 }).first().textContent()).includes(evil));
    assert.equal(await page.getByLabel('Vendor').inputValue(), evil);
    await context.close();
  });
});
