// A mock of voxpop's API with plausible data, for developing the page and for its tests.
//   node mock/server.mjs [--port 8000] [--mode full|empty|error|small|import|hostile|failing]
// POST /__mock {"mode"?, "add"?: n, "touch"?: true, "sse"?: "on"|"off"} changes it while it runs; touch publishes a version with nothing new,
// "hold": true keeps a cycle from going on.
import http from 'node:http';
import { communities } from './texts.mjs';
import { opinionsOf, toolRoutes } from './tools.mjs';
import { engines, latency } from './state.mjs';
import { GRAINS, hostileItems, makeItem, makeItems, matches, statistics, tally, truncate } from './data.mjs';

const arg = (name, fallback) => {
  const i = process.argv.indexOf(`--${name}`);
  return i > 0 ? process.argv[i + 1] : fallback;
};
const HOUR = 3600e3;
const KEY = 'mock-key';
const iso = (t) => new Date(t).toISOString().replace(/\.\d+Z/, 'Z');

const named = (it) => ({ ...it, tools: opinionsOf(it) });

let state;
function setMode(mode) {
  const now = Date.now();
  const importEnd = Date.UTC(2025, 7, 12, 14, 31);
  const items = {
    empty: () => [],
    small: () => makeItems(now, 30, 0.004, ['Loomcode', 'Patchwright']),
    import: () => makeItems(importEnd, 60, 0.9, ['Loomcode']),
    hostile: () => [...hostileItems(now), ...makeItems(now, 30, 0.5)],
  }[mode] ?? (() => makeItems(now, 30, 2.6));
  state = { mode, items: items().map(named), version: 41, published: now, sse: state?.sse ?? 'on', added: 0, cycle: null, lastCycle: mode === 'empty' || mode === 'import' ? null : finishedCycle(mode, now - 9 * 60e3) };
}

function finishedCycle(mode, at) {
  const failing = mode === 'failing';
  const names = communities.map(([name]) => name);
  return {
    cycle_id: 'c-0412', trigger: 'schedule', state: 'finished', requested_at: iso(at - 41e3), started_at: iso(at - 40e3), collected_at: iso(at - 6e3), finished_at: iso(at),
    outcome: failing ? 'failed' : 'partial',
    counts: { new: failing ? 0 : 187, updated: failing ? 0 : 64, unchanged: failing ? 0 : 801, removed: failing ? 0 : 3, requests: 31, errors: failing ? 14 : 1 },
    communities: names.map((community, i) => ({
      source: 'reddit', community, posts: failing ? 0 : Math.max(0, 6 - i), comments: failing ? 0 : Math.max(0, 40 - 5 * i), updated: failing ? 0 : 3,
      error: failing ? 'Reddit refused the keys (401). Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET.' : community === 'QuietCorner' ? 'r/QuietCorner is private. It is tried again every 6 hours; remove it from SUBREDDIT_LIST to stop.' : null,
    })),
    tasks: [],
  };
}

const listeners = new Set();
function announce(event, data) {
  for (const res of listeners) res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
function publish() {
  state.version++;
  state.published = Date.now();
  announce('version', { data_version: state.version, published: iso(state.published), newest_item: state.items[0]?.created_utc ?? null });
}
function addItems(n) {
  for (let i = 0; i < n; i++) {
    const it = makeItem(Math.random, 2e6 + state.added++, Date.now() - i * 1000, communities[i % 5][0], 0.1);
    state.items.unshift(named(it));
  }
  state.items.sort((a, b) => (a.created_utc < b.created_utc ? 1 : -1));
  publish();
}

function startCycle() {
  const at = Date.now();
  const tasks = communities.slice(0, 6).map(([key]) => ({ source: 'reddit', key: `comments:${key}`, state: 'pending', attempts: 0, error: '' }));
  state.cycle = { cycle_id: 'c-0413', trigger: 'admin', requested_at: iso(at), started_at: iso(at), collected_at: null, finished_at: null, outcome: null, state: 'running', counts: { new: 0, updated: 0, unchanged: 0, removed: 0, requests: 0, errors: 0 }, communities: [], tasks };
  let i = 0;
  const timer = setInterval(() => {
    const c = state.cycle;
    if (!c) return clearInterval(timer);
    if (state.hold) {
      announce('cycle', { cycle_id: c.cycle_id, state: 'running', outcome: null, counts: c.counts, progress: progressOf(c) });
      return;
    }
    if (i < tasks.length) {
      tasks[i++].state = 'done';
      c.counts.new += 7;
      c.counts.requests += 2;
    } else {
      clearInterval(timer);
      Object.assign(c, { collected_at: iso(Date.now()), finished_at: iso(Date.now()), outcome: 'success', state: 'finished' });
      state.lastCycle = c;
      state.cycle = null;
      addItems(12);
    }
    announce('cycle', { cycle_id: c.cycle_id, state: c.outcome ? 'finished' : 'running', outcome: c.outcome, counts: c.counts, progress: c.outcome ? undefined : progressOf(c) });
  }, 300);
}

function windowOf(q, forced) {
  const newest = state.items[0] ? Date.parse(state.items[0].created_utc) : null;
  if (q.get('from') || q.get('to')) return { from: Date.parse(q.get('from') ?? '1970-01-01'), to: Date.parse(q.get('to') ?? iso(Date.now())), anchored: 'range' };
  const range = { '24h': 24, '7d': 168, '30d': 720, '90d': 2160 }[q.get('range')];
  if (!q.get('hours') && !range && !forced) return null;
  const latest = q.get('end') === 'latest' && newest !== null;
  const to = truncate(latest ? newest : Date.now(), 'hour') + HOUR;
  return { from: to - Number(q.get('hours') ?? range ?? forced) * HOUR, to, anchored: latest ? 'latest' : 'now' };
}
function select(q, w) {
  const community = (q.get('subreddit') ?? q.get('community') ?? '').toLowerCase();
  return state.items.filter((it) => {
    const t = Date.parse(it.created_utc);
    return (!w || (t >= w.from && t < w.to)) && (!community || it.subreddit.toLowerCase() === community) && (!q.get('kind') || it.kind === q.get('kind')) && (!q.get('label') || it.sentiment === q.get('label')) && q.getAll('tool').every((slug) => it.tools.some((o) => o.slug === slug)) && (!q.get('q') || matches(it, q.get('q')));
  });
}
const echo = (w) => (w ? { from: iso(w.from), to: iso(w.to), anchored: w.anchored } : null);
const common = (q) => ({ data_version: state.version, timestamp: iso(state.published), engine: q?.get('engine') === 'model@8-mock' ? { name: 'model', version: '8-mock', scored: 83.3 } : { name: 'vader', version: '3.3.2' }, simulated: state.mode !== 'import' && state.mode !== 'empty' });
function restsOn(items) {
  const t = tally(items);
  return { items: t.items, scored: t.total, unscored: t.unscored, excluded: t.excluded, communities: new Set(items.map((i) => i.subreddit)).size, coverage: state.mode === 'import' || !items.length ? 'unknown' : state.mode === 'failing' ? 'gap' : 'complete', newest_item: items[0]?.created_utc ?? null };
}

/** Where in a window another engine's scores begin: ten days ago, in the mode engines. */
function borders(w) {
  const at = Date.now() - 10 * 24 * HOUR;
  return state.mode === 'engines' && w.from < at && w.to > at ? [{ at: iso(at).slice(0, 10), from: { name: 'model', version: '8-mock' }, to: { name: 'vader', version: '3.3.2' } }] : [];
}

const problem = (status, title, detail) => ({ status, type: 'application/problem+json', body: { type: 'about:blank', title, status, detail, errors: [] } });

function communityRows() {
  const failing = state.mode === 'failing';
  return (state.mode === 'empty' ? [] : communities).map(([name]) => {
    const own = state.items.filter((it) => it.subreddit === name);
    return {
      source: 'reddit', name, configured: state.mode !== 'import' || name === 'Loomcode', posts: own.filter((i) => i.kind === 'post').length, comments: own.filter((i) => i.kind === 'comment').length,
      oldest: own.at(-1)?.created_utc ?? null, newest: own[0]?.created_utc ?? null, last_good_poll: state.mode === 'import' ? null : iso(Date.now() - (failing ? 26 * HOUR : 9 * 60e3)),
      last_error: failing ? 'Reddit refused the keys (401).' : name === 'QuietCorner' ? 'r/QuietCorner is private.' : '', blocked: failing || name === 'QuietCorner', gaps: name === 'BuildBreakers' ? 2 : 0,
    };
  });
}

const progressOf = (cycle) => ({ tasks: cycle.tasks.length, done: cycle.tasks.filter((t) => t.state !== 'pending').length, failed: 0 });
function coverage(window) {
  const rows = communityRows().map((r) => ({
    source: r.source, community: r.name, configured: r.configured, last_failed: r.last_error ? iso(Date.now() - 9 * 60e3) : null, last_good_poll: r.blocked ? iso(Date.now() - 26 * HOUR) : r.last_good_poll, last_error: r.last_error, blocked: r.blocked,
    newest_item: r.newest, posts: r.posts, comments: r.comments, received: r.blocked ? 0 : r.posts + r.comments, expected: null, continuity: r.gaps || r.blocked ? 'gap' : r.last_good_poll ? 'complete' : 'unknown', gaps: r.gaps ? gapsOf() : [],
  }));
  return { coverage: rows.some((r) => r.continuity === 'gap') ? 'gap' : 'complete', entries: [], backlog: { pending: 0, dirty: 0, again: 0, oldest: null }, window: echo(window), ...common(), communities: rows };
}

/** An open gap of two hours, and one that was repaired. */
const gapsOf = () => [
  { kind: 'comment', from: iso(Date.now() - 50 * HOUR), to: iso(Date.now() - 48 * HOUR), reason: 'more was written between two looks than a listing shows', repaired: false },
  { kind: 'comment', from: iso(Date.now() - 90 * HOUR), to: iso(Date.now() - 84 * HOUR), reason: 'the program did not run', repaired: true },
];

const brief = (cycle) => (cycle ? { ...cycle, tasks: undefined, progress: cycle.outcome ? undefined : progressOf(cycle) } : null);

function status() {
  const m = state.mode;
  const health = m === 'empty' || m === 'failing' ? 'degraded' : 'healthy';
  const reasons = m === 'empty' ? ['No source is configured: there are no Reddit keys.'] : m === 'failing' ? ['The last cycle failed: every source was refused.', 'The newest good poll is 26 hours old; a cycle runs every 30 minutes.'] : [];
  return {
    health: { status: health, timestamp: iso(Date.now()), reasons, version: '0.1.0-mock', process: { uptime_seconds: 512, memory_mb: 84, cpu_percent: 1, pid: 1 }, application: { last_collection_at: state.lastCycle?.finished_at ?? null, collections_succeeded: 4, collections_failed: 0, data_freshness_minutes: 9 }, database: { connected: true } },
    last_cycle: brief(state.lastCycle), running_cycle: brief(state.cycle), interval_seconds: 1800, backlog: { pending: m === 'full' ? 37 : 0, dirty: 0, again: 0, oldest: m === 'full' ? iso(Date.now() - 20e3) : null }, storage_bytes: 48_300_120,
    sources: [
      { name: 'reddit', state: m === 'empty' || m === 'import' ? 'no keys' : m === 'failing' ? 'refused' : 'ok', detail: m === 'failing' ? 'Reddit answered 401: the keys are wrong or were revoked.' : '' },
      { name: 'hackernews', state: m === 'import' ? 'unused' : 'ok', detail: '' },
    ],
    next_cycle_at: iso(Date.now() + 21 * 60e3), newest_item: state.items[0]?.created_utc ?? null, ...common(),
  };
}

const routes = {
  'GET /api/v1/status': () => status(),
  'GET /api/v1/sentiment/stats': (q) => {
    const w = windowOf(q, 24);
    const items = select(q, w);
    return { subreddit: q.get('subreddit') ?? 'all', time_window_hours: Math.round((w.to - w.from) / HOUR), statistics: statistics(items), window: echo(w), rests_on: restsOn(items), ...common(q) };
  },
  'GET /api/v1/sentiment/trends': (q) => {
    const w = windowOf(q, 168);
    const grain = q.get('grain') ?? 'hour';
    const steps = new Map();
    for (let s = truncate(w.from, grain); s < w.to; s += GRAINS[grain]) steps.set(s, []);
    const items = select(q, w);
    for (const it of items) steps.get(truncate(Date.parse(it.created_utc), grain))?.push(it);
    const trend_data = [...steps].map(([s, list], i) => {
      const hole = state.mode === 'full' && grain === 'day' && i === 11;
      const { effective_n, basis, ...numbers } = statistics(hole ? [] : list);
      return { start: iso(s), end: iso(s + GRAINS[grain]), ...numbers, unscored: items.length > 0 && i === steps.size - 1 ? 4 : 0, complete: s + GRAINS[grain] <= Math.min(Date.now(), w.to) };
    });
    return { subreddit: q.get('subreddit') ?? 'all', time_window_hours: Math.round((w.to - w.from) / HOUR), grain, trend_data, engine_changes: borders(w), window: echo(w), rests_on: restsOn(items), ...common(q) };
  },
  'GET /api/v1/items': (q) => {
    const w = windowOf(q, 0);
    const all = select(q, w);
    const start = Number(q.get('cursor') ?? 0);
    const limit = Number(q.get('limit') ?? 50);
    return { items: all.slice(start, start + limit), next_cursor: start + limit < all.length ? String(start + limit) : null, searched_to: null, window: echo(w), ...common() };
  },
  'GET /api/v1/subreddits': () => {
    const rows = communityRows();
    const communities = rows.map(({ last_good_poll, last_error, blocked, gaps, ...row }) => row);
    return { subreddits: rows.map((r) => r.name), count: rows.length, communities, ...common() };
  },
  'GET /api/v1/coverage': (q) => coverage(windowOf(q, 168)),
  'GET /api/v1/cycles': () => ({ cycles: [state.cycle, state.lastCycle].filter(Boolean).map(brief) }),
  'GET /api/v1/engines': () => engines(state.mode),
  'GET /api/v1/latency': () => latency(Date.now() - 512e3),
};

const aboutTools = toolRoutes({ select, windowOf, echo, common, restsOn, borders, problem });

/** Paths with something in them that varies. */
function more(url) {
  const path = url.pathname.replace(/^\/api\/v1/, '');
  const [, source, id] = /^\/posts\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (id) return state.items.find((it) => it.source === source && it.id === id);
  const topic = /^\/topics\/theme-(\d)$/.exec(path);
  if (topic) {
    const { topics, rests_on, ...tail } = aboutTools('/topics', url.searchParams);
    const found = topics[Number(topic[1])];
    return found && { ...found, evidence_items: state.items.filter((it) => found.evidence.includes(`${it.source}/${it.id}`)), rests_on, ...tail };
  }
  return aboutTools(path, url.searchParams);
}

function session(req, res, body) {
  const json = (code, value, headers = {}) => res.writeHead(code, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
  const signedIn = (req.headers.cookie ?? '').includes('voxpop_session=mock');
  if (req.method === 'GET') return json(200, signedIn ? { role: 'admin', name: 'mock' } : { role: null, name: '' });
  if (req.method === 'DELETE') return json(200, { role: null, name: '' }, { 'Set-Cookie': 'voxpop_session=; Path=/; Max-Age=0' });
  if (JSON.parse(body || '{}').key === KEY) return json(200, { role: 'admin', name: 'mock' }, { 'Set-Cookie': 'voxpop_session=mock; Path=/; HttpOnly; SameSite=Strict' });
  const p = problem(401, 'Unauthorized', 'This key is not known. Make one with: voxpop keys create');
  return res.writeHead(401, { 'Content-Type': p.type }).end(JSON.stringify(p.body));
}

function events(req, res) {
  if (state.sse === 'off') return res.writeHead(503).end();
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  res.write(`retry: 3000\n\nevent: version\ndata: ${JSON.stringify({ data_version: state.version, published: iso(state.published), newest_item: state.items[0]?.created_utc ?? null })}\n\n`);
  listeners.add(res);
  res.on('close', () => listeners.delete(res));
}

function control(res, body) {
  const c = JSON.parse(body || '{}');
  if (c.sse) {
    state.sse = c.sse;
    if (c.sse === 'off') for (const l of listeners) l.destroy();
  }
  if (c.mode) setMode(c.mode);
  if (c.add) addItems(c.add);
  if (c.touch) publish();
  if ('hold' in c) state.hold = c.hold;
  res.writeHead(204).end();
}

const server = http.createServer((req, res) => {
  let body = '';
  req.on('data', (d) => (body += d));
  req.on('end', () => {
    const url = new URL(req.url, 'http://mock');
    if (url.pathname === '/__mock') return control(res, body);
    if (url.pathname === '/api/v1/session') return session(req, res, body);
    if (url.pathname === '/api/v1/events') return events(req, res);
    if (req.method === 'POST' && url.pathname === '/api/v1/admin/collect') {
      if (!(req.headers.cookie ?? '').includes('voxpop_session=mock')) return res.writeHead(401, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem(401, 'Unauthorized', 'Sign in with an admin key.').body));
      const running = state.cycle !== null;
      if (!running) startCycle();
      return res.writeHead(202, { 'Content-Type': 'application/json' }).end(JSON.stringify({ status: running ? 'running' : 'started', cycle_id: state.cycle.cycle_id, message: 'A collection cycle has started.', timestamp: iso(Date.now()) }));
    }
    // A cycle that ended is told as well: whoever watches it asks once more.
    const asked = [state.cycle, state.lastCycle].find((c) => c && url.pathname === `/api/v1/admin/cycles/${c.cycle_id}`);
    if (asked) return res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(asked));
    const handler = routes[`${req.method} ${url.pathname}`] ?? (req.method === 'GET' && (() => more(url)));
    const failing = state.mode === 'error' && url.pathname !== '/api/v1/session';
    const bad = !handler ? problem(404, 'Not Found', `no such route: ${url.pathname}`) : failing ? problem(503, 'Service Unavailable', 'The database does not answer.') : null;
    if (bad) return res.writeHead(bad.status, { 'Content-Type': bad.type }).end(JSON.stringify(bad.body));
    const answer = handler(url.searchParams) ?? problem(404, 'Not Found', `no such route: ${url.pathname}`);
    if (answer.type === 'application/problem+json') return res.writeHead(answer.status, { 'Content-Type': answer.type }).end(JSON.stringify(answer.body));
    const text = JSON.stringify(answer);
    res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }).end(text);
  });
});
setMode(arg('mode', 'full'));
server.listen(Number(arg('port', 8000)), '127.0.0.1', () => console.log(`mock listening on http://127.0.0.1:${server.address().port}`));
