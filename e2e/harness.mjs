// Starts what the browser tests need: the page to look at and a Chromium to look with.
//
//   VOXPOP_URL       the page of a running voxpop; without it a mock API is started and the
//                    dashboard is served in front of it by internal/serve/web itself
//   VOXPOP_CHROMIUM  the browser's executable; without it the usual places are tried
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function browserPath() {
  const candidates = [process.env.VOXPOP_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  const found = candidates.find((p) => p && existsSync(p));
  if (!found) throw new Error('No Chromium found. Install it, or set VOXPOP_CHROMIUM to its executable.');
  return found;
}

/** Starts a program and waits for the first line that matches; gives the match and a way to stop it. */
function start(command, args, pattern, env = {}) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', resolve);
      child.stdin.end();
      setTimeout(() => child.kill(), 1500).unref();
    });
  return new Promise((resolve, reject) => {
    const read = (data) => {
      output += data;
      const match = pattern.exec(output);
      if (match) resolve({ match, stop });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`)));
    child.once('error', reject);
  });
}

/** A port that is free at the moment. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const chrome = () => chromium.launch({ executablePath: browserPath(), args: FLAGS, headless: true });
const contextOptions = { viewport: { width: 1280, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/**
 * Opens a world with the program itself (bin/voxpop, or VOXPOP_BIN): a command of it that serves, ready when
 * its log matches. `before` may prepare the folder it runs in.
 *   { url, key, browser, api(method, path, body), context(), signedIn(), close() }
 */
export async function openProgram(command, pattern, before = () => {}) {
  const binary = process.env.VOXPOP_BIN ?? join(root, 'bin', 'voxpop');
  if (!existsSync(binary)) throw new Error(`${binary} is not there; make it by: make bin/voxpop`);
  const folder = mkdtempSync(join(tmpdir(), 'voxpop-e2e-'));
  const key = 'a-key-for-the-browser-tests';
  const [api, dashboard] = [await freePort(), await freePort()];
  const env = { ADMIN_TOKEN: key, API_PORT: String(api), DASHBOARD_PORT: String(dashboard), DATABASE_URL: `sqlite:${join(folder, 'voxpop.db')}`, HACKERNEWS_ENABLED: 'false', LOG_LEVEL: 'info' };
  const run = (...args) => execFileSync(binary, args, { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' });
  before({ folder, run });
  const program = await start(binary, command, pattern, env);
  const browser = await chrome();
  const url = `http://localhost:${dashboard}`;
  const context = (options = {}) => browser.newContext({ ...contextOptions, ...options });
  return {
    url,
    key,
    /** The name and version of the browser. */
    browser: `Chromium ${browser.version()}`,
    /** Asks the API as an administrator; throws when it refuses. */
    async api(method, path, body) {
      const response = await fetch(`${url}/api/v1${path}`, { method, headers: { 'X-Admin-Token': key, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    context,
    /** A context with the session of an administrator. */
    async signedIn(options) {
      const signed = await context(options);
      const answer = await signed.request.post(`${url}/api/v1/session`, { data: { key } });
      if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
      return signed;
    },
    async close() {
      await browser.close();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the world of a test: { url, mock, context(), close() }. */
export async function open() {
  let url = process.env.VOXPOP_URL;
  let mockUrl = null;
  const stops = [];
  const folder = mkdtempSync(join(tmpdir(), 'voxpop-e2e-'));
  if (!url) {
    const mock = await start('node', ['ui/mock/server.mjs', '--port', '0'], /listening on (\S+)/);
    mockUrl = mock.match[1];
    const binary = join(folder, 'web.test');
    execFileSync('go', ['test', '-c', '-o', binary, './internal/serve/web'], { cwd: root, stdio: 'inherit' });
    const web = await start(binary, ['-test.v', '-test.run=TestServeForBrowser'], /serving (\S+)/, { VOXPOP_E2E_API: mockUrl });
    url = web.match[1];
    stops.push(web.stop, mock.stop);
  }
  const browser = await chrome();
  return {
    url,
    /** Whether the data comes from the mock, whose modes a test may change. */
    mocked: mockUrl !== null,
    async mock(change) {
      await fetch(`${mockUrl}/__mock`, { method: 'POST', body: JSON.stringify(change) });
    },
    context: (options = {}) => browser.newContext({ ...contextOptions, ...options }),
    async close() {
      await browser.close();
      for (const stop of stops) await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Collects what a page complains about: console errors, policy violations, uncaught errors. */
export function complaints(page, allow = () => false) {
  const found = [];
  page.on('console', (m) => {
    if (m.type() === 'error' && !allow(m.text())) found.push(m.text());
  });
  page.on('pageerror', (e) => found.push(String(e)));
  return found;
}

/** Opens a path in a context of its own: { page, found, context }; found are its complaints. Closes nothing. */
export async function visit(world, path, { allow, ...options } = {}) {
  const context = await world.context(options);
  const page = await context.newPage();
  const found = complaints(page, allow);
  await page.goto(new URL(path, world.url).href);
  await still(page);
  return { page, found, context };
}

/** By how many pixels a page is wider than its window. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Waits until a page has its heading, and nothing on it waits for an answer. */
export const still = (page) => page.waitForFunction(() => document.querySelector('main h1') && document.querySelectorAll('.mantine-Skeleton-root, main [aria-busy=true]').length === 0);
