// Deterministic items for the mock API, and the numbers that follow from them.
import { communities, hostile, negative, neutral, positive, titles, tools } from './texts.mjs';

const HOUR = 3600e3;
export const GRAINS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };

function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const pick = (rnd, list) => list[Math.floor(rnd() * list.length)];
const id36 = (n) => n.toString(36);

/** Mood of a day: swings over the month, with one outage and one release. */
function mood(daysAgo) {
  const base = 0.08 * Math.sin(daysAgo / 4) + 0.05;
  if (daysAgo > 17 && daysAgo < 19) return base - 0.34;
  if (daysAgo > 6 && daysAgo < 8.5) return base + 0.26;
  return base;
}

export function makeItem(rnd, n, created, community, bias) {
  const u = rnd();
  const label = u < 0.36 + bias ? 'positive' : u < 0.62 ? 'negative' : 'neutral';
  const tool = pick(rnd, tools);
  const fill = (s) => s.replaceAll('TOOL', tool);
  const sentences = { positive, negative, neutral }[label];
  const body = Array.from({ length: 1 + Math.floor(rnd() * 4) }, () => fill(pick(rnd, sentences)));
  const kind = rnd() < 0.12 ? 'post' : 'comment';
  const compound = label === 'neutral' ? 0 : (label === 'positive' ? 1 : -1) * (0.1 + rnd() * 0.85);
  const id = (kind === 'post' ? 't3_' : 't1_') + id36(90000000 + n);
  const thread = 't3_' + id36(80000000 + Math.floor(n / 9));
  const excluded = rnd() < 0.02;
  const c = Math.round(compound * 10000) / 10000;
  const iso = new Date(created).toISOString().replace(/\.\d+Z/, 'Z');
  return {
    id, source: 'reddit', kind, subreddit: community,
    title: kind === 'post' ? fill(pick(rnd, titles[label])) : '',
    content: body.join('\n\n'),
    content_html: body.map((p) => `<p>${p}</p>`).join(''),
    author: `${pick(rnd, ['quiet', 'late', 'amber', 'plain', 'north'])}_${pick(rnd, ['otter', 'lathe', 'ferry', 'pylon', 'sparrow'])}${Math.floor(rnd() * 90)}`,
    url: '', permalink: `https://reddit.example/r/${community}/comments/${thread.slice(3)}/x/${id.slice(3)}/`,
    created_utc: iso, collected_at: iso, score: Math.floor(rnd() * rnd() * 400) - 4, upvotes: 0,
    comment_count: kind === 'post' ? Math.floor(rnd() * 90) : 0,
    sentiment: excluded ? null : label, compound: excluded ? null : c, state: 'live',
    thread_id: kind === 'post' ? id : thread, parent_id: kind === 'post' ? '' : thread,
    exclusion: excluded ? 'bot' : '',
    score_detail: excluded ? null : {
      engine: 'vader', version: '3.3.2', label, compound: c, confidence: Math.min(1, Math.abs(c) * 2),
      positive: label === 'positive' ? 0.3 : 0, neutral: 0.7, negative: label === 'negative' ? 0.3 : 0,
    },
  };
}

/** Items of `days` days up to `end`, newest first. */
export function makeItems(end, days, perHour, only) {
  const rnd = random(20251);
  const items = [];
  let n = 0;
  for (let t = end - days * 24 * HOUR; t < end; t += HOUR) {
    const hour = new Date(t).getUTCHours();
    const tide = 0.55 + 0.45 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
    for (const [name, weight] of communities) {
      if (only && !only.includes(name)) continue;
      let expected = perHour * weight * tide;
      while (expected > 0 && rnd() < expected) {
        const created = t + rnd() * HOUR;
        if (created < end) items.push(makeItem(rnd, n++, created, name, mood((end - t) / (24 * HOUR))));
        expected -= 1;
      }
    }
  }
  for (const it of items) it.upvotes = it.score;
  return items.sort((a, b) => (a.created_utc < b.created_utc ? 1 : -1));
}

export function hostileItems(end) {
  const rnd = random(7);
  return hostile.map((h, i) => ({ ...makeItem(rnd, 900000 + i, end - (i + 1) * 60e3, 'Loomcode', 0), ...h, kind: 'post', title: h.title, upvotes: -3 }));
}

export function tally(items) {
  const t = { items: items.length, excluded: 0, unscored: 0, positive: 0, negative: 0, neutral: 0, sum: 0, sum2: 0 };
  for (const it of items) {
    if (it.exclusion) t.excluded++;
    else if (!it.sentiment) t.unscored++;
    else {
      t[it.sentiment]++;
      t.sum += it.compound;
    }
  }
  t.total = t.positive + t.negative + t.neutral;
  return t;
}

const round = (x, d) => Math.round(x * 10 ** d) / 10 ** d;

export function statistics(items) {
  const t = tally(items);
  const { total, positive: p, negative: m } = t;
  if (!total) return { total: 0, positive: 0, negative: 0, neutral: 0, avg_sentiment: 0, net_sentiment: null, net_low: null, net_high: null, effective_n: 0, small_sample: true, basis: 'sampling error only' };
  const mean = (p - m) / total;
  const variance = (p + m) / total - mean * mean;
  const effective = total / 1.7;
  const half = 196 * Math.sqrt(Math.max(variance, 0.02) / Math.max(effective, 1));
  return {
    total, positive: p, negative: m, neutral: t.neutral, avg_sentiment: round(t.sum / total, 4),
    net_sentiment: round(mean * 100, 1), net_low: round(Math.max(-100, mean * 100 - half), 1), net_high: round(Math.min(100, mean * 100 + half), 1),
    effective_n: Math.round(effective), small_sample: total < 10, basis: 'sampling error only',
  };
}

export function truncate(t, grain) {
  if (grain === 'week') {
    const day = Math.floor(t / GRAINS.day);
    return (day - ((day + 3) % 7)) * GRAINS.day;
  }
  return Math.floor(t / GRAINS[grain]) * GRAINS[grain];
}

/** Search with AND, "phrases", -not and prefix*, as the real grammar has it. */
export function matches(item, query) {
  const text = ` ${item.title} ${item.content} `.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  return (query.match(/-?"[^"]*"|\S+/g) ?? []).every((raw) => {
    const not = raw.startsWith('-') && raw.length > 1;
    const word = (not ? raw.slice(1) : raw).replaceAll('"', '').toLowerCase();
    const prefix = word.endsWith('*');
    const clean = word.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    if (!clean) return true;
    const hit = text.includes(` ${clean}${prefix ? '' : ' '}`);
    return not ? !hit : hit;
  });
}
