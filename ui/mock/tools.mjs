// The mock's answers about tools, computed from its items by the words in them.
import { GRAINS, statistics, truncate } from './data.mjs';
import { tools as names } from './texts.mjs';

const iso = (t) => new Date(t).toISOString().replace(/\.\d+Z/, 'Z');
const slugOf = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
export const catalog = names.map((name) => ({ slug: slugOf(name), name, home: name.replace(/\W/g, '').toLowerCase() }));
const idOf = (it) => `${it.source}/${it.id}`;

/** Which tools an item names, as the API tells it. */
export function opinionsOf(it) {
  const text = `${it.title}\n${it.content}`;
  if (!it.sentiment) return [];
  return catalog
    .filter((t) => text.includes(t.name))
    .map((t) => ({ slug: t.slug, name: t.name, label: it.sentiment, compound: it.compound, inferred: false, spans: [{ start: [...text.slice(0, text.indexOf(t.name))].length, end: [...text.slice(0, text.indexOf(t.name))].length + t.name.length, alias: t.name }] }));
}

const about = (items, slug) => items.filter((it) => it.tools.some((t) => t.slug === slug));
const share = (n, of) => (of ? Math.round((1e4 * n) / of) / 100 : null);

export function estimate(items) {
  const s = statistics(items);
  const some = s.total > 0;
  return {
    total_mentions: s.total, positive_count: s.positive, negative_count: s.negative, neutral_count: s.neutral,
    positive_percentage: share(s.positive, s.total), negative_percentage: share(s.negative, s.total), neutral_percentage: share(s.neutral, s.total),
    avg_sentiment: some ? s.avg_sentiment : null, net_sentiment: s.net_sentiment, interval: some ? { low: s.net_low, high: s.net_high } : null,
    effective_n: some ? s.effective_n : null, small_sample: s.small_sample, basis: s.basis,
  };
}

/** A change between two estimates, with a normal interval. */
function changeOf(before, after) {
  if (!before.interval || !after.interval) return { points: null, interval: null, p: null, verdict: 'too little data', mix: null, within: null };
  const points = Math.round((after.net_sentiment - before.net_sentiment) * 10) / 10;
  const half = Math.hypot(before.interval.high - before.net_sentiment, after.interval.high - after.net_sentiment);
  const verdict = before.small_sample || after.small_sample ? 'too little data' : Math.abs(points) <= half ? 'not distinguishable' : points > 0 ? 'higher' : 'lower';
  return { points, interval: { low: points - half, high: points + half }, p: Math.abs(points) > half ? 0.01 : 0.4, verdict, mix: points * 0.1, within: points * 0.9 };
}

const timed = (items, slug, w, grain) => {
  const steps = new Map();
  for (let s = truncate(w.from, grain); s < w.to; s += GRAINS[grain]) steps.set(s, []);
  for (const it of about(items, slug)) steps.get(truncate(Date.parse(it.created_utc), grain))?.push(it);
  return [...steps].map(([s, list]) => {
    const e = estimate(list);
    return { date: iso(s), start: iso(s), end: iso(s + GRAINS[grain]), ...e, low: e.interval?.low ?? null, high: e.interval?.high ?? null, complete: s + GRAINS[grain] <= Math.min(Date.now(), w.to) };
  });
};

const pairOf = (a, b, items) => {
  const both = about(about(items, a.slug), b.slug);
  const wins = both.filter((it) => it.sentiment === 'positive').length + 14;
  const losses = 9;
  return { winner: a.slug, winner_name: a.name, loser: b.slug, loser_name: b.name, wins, losses, n: wins + losses, share: share(wins, wins + losses), interval: { low: 44.1, high: 76.2 }, small_sample: wins + losses < 30, items: about(items, a.slug).slice(0, 3).map(idOf), items_against: about(items, b.slug).slice(0, 3).map(idOf) };
};

/** Routes about tools. `world` gives select(q, window), windowOf(q), echo(window), common(q), restsOn(items), borders(w) and problem(). */
export function toolRoutes(world) {
  const { select, windowOf, echo, common, restsOn, borders } = world;
  const before = (w) => ({ from: 2 * w.from - w.to, to: w.from });
  const scene = (q) => {
    const w = windowOf(q, 168);
    const engine_changes = borders({ from: before(w).from, to: w.to });
    const told = (change) => (engine_changes.length ? { points: null, interval: null, p: null, verdict: 'engine changed', mix: null, within: null } : change);
    return { w, now: select(q, w), then: select(q, before(w)), told, engine_changes, tail: { change_until: iso(w.to), window: echo(w), ...common(q) } };
  };
  const period = (w) => ({ start: iso(w.from), end: iso(w.to) });
  const example = (it, slug) => ({ ...it, excerpt: it.content.slice(0, 200), opinion: it.sentiment, opinion_compound: it.compound, opinion_confidence: Math.abs(it.compound), tools: it.tools.filter((t) => t.slug === slug) });
  const pairs = (items, list) => list.flatMap((a, i) => list.slice(i + 1).map((b) => pairOf(a, b, items)));
  const post = (it) => ({ ...it, post_id: it.id, excerpt: it.content.slice(0, 200), reddit_url: it.permalink, engagement_score: 10 + 2 * it.comment_count + it.upvotes });
  const theme = (t, items, i) => {
    const own = about(items, t.slug);
    const e = estimate(own);
    return { id: `theme-${i}`, label: `${t.name} breaks the build`, keywords: [{ text: t.name, items: own.length }, { text: 'build', items: 7 }], items: own.length, copies: 1, threads: 4, communities: 3, positive_count: e.positive_count, negative_count: e.negative_count, neutral_count: e.neutral_count, net_sentiment: e.net_sentiment, small_sample: e.small_sample, engagement: 400 - i, first: iso(Date.now() - 9e8), last: iso(Date.now()), evidence: own.slice(0, 4).map(idOf) };
  };

  const general = {
    '/tools': (q) => {
      const { w, now, then, told, tail } = scene(q);
      const tools = catalog.map((t) => {
        const e = estimate(about(now, t.slug));
        return { tool_id: t.slug, slug: t.slug, name: t.name, vendor: `${t.name} Works`, description: '', categories: ['assistant'], aliases: [t.name], status: 'active', merged_into: null, edit: 1, ...e, change: told(changeOf(estimate(about(then, t.slug)), e)) };
      });
      return { tools, count: tools.length, total: tools.length, limit: 500, offset: 0, rests_on: restsOn(now), ...tail, w: undefined };
    },
    '/movers': (q) => {
      const { w, now, then, told, engine_changes, tail } = scene(q);
      const movers = catalog.flatMap((t) => {
        const [a, b] = [estimate(about(then, t.slug)), estimate(about(now, t.slug))];
        const c = changeOf(a, b);
        return c.points === null ? [] : [{ tool_id: t.slug, tool_name: t.name, before: a, after: b, ...told(c), p_adjusted: c.verdict === 'too little data' || engine_changes.length ? null : c.p, significant: !engine_changes.length && (c.verdict === 'higher' || c.verdict === 'lower') }];
      });
      movers.sort((a, b) => Number(b.significant) - Number(a.significant) || Math.abs(b.points) - Math.abs(a.points));
      return { movers, total: movers.length, false_discovery_rate: 0.05, engine_changes, previous_period: period(before(w)), rests_on: restsOn(now), ...tail };
    },
    '/annotations': (q) => {
      const { w, now, tail } = scene(q);
      const annotations = now.length ? [{ id: 1, at: iso((w.from + w.to) / 2), tool: null, title: 'A release & a <b>price</b> rise', link: 'https://example.org/notes', edit: 1, created: iso(w.from) }] : [];
      return { annotations, count: annotations.length, ...tail };
    },
    '/preferences': (q) => {
      const { w, now, tail } = scene(q);
      const list = now.length ? pairs(now, catalog.slice(0, 4)) : [];
      return { pairs: list, rests_on: { items: list.reduce((n, p) => n + p.n, 0), coverage: 'complete' }, time_period: period(w), ...tail };
    },
    '/tools/compare': (q) => {
      const { w, now, tail } = scene(q);
      const list = catalog.filter((t) => (q.get('tools') ?? '').split(',').includes(t.slug)).sort((a, b) => q.get('tools').split(',').indexOf(a.slug) - q.get('tools').split(',').indexOf(b.slug));
      const tools = list.map((t) => {
        const e = estimate(about(now, t.slug));
        return { tool_id: t.slug, tool_name: t.name, ...e, standardised: e.interval ? e : null, left_out: { home: estimate(about(now, t.slug).slice(0, 20)), inferred: estimate([]) } };
      });
      const deltas = tools.flatMap((a, i) =>
        tools.slice(i + 1).map((b) => {
          const c = changeOf(b, a);
          return { tool_a_id: a.tool_id, tool_b_id: b.tool_id, positive_delta: c.points, negative_delta: c.points, sentiment_delta: 0, net_delta: c.points, interval: c.interval, p_adjusted: c.p, verdict: c.verdict, basis: 'widened by the engine\'s error', words: 'as the API words it' };
        }),
      );
      return { tools, deltas, communities_used: ['reddit/pairprogrammers', 'reddit/agentworkbench'], preferences: pairs(now, list), include_home: false, include_inferred: false, time_period: period(w), rests_on: restsOn(now), ...tail };
    },
    '/hot-topics': (q) => {
      const { now, tail } = scene(q);
      const hot_topics = catalog
        .map((t) => {
          const own = about(now, t.slug);
          const e = estimate(own);
          const [comments, upvotes] = [own.reduce((n, i) => n + i.comment_count, 0), own.reduce((n, i) => n + i.upvotes, 0)];
          return { tool_id: t.slug, tool_name: t.name, tool_slug: t.slug, engagement_score: 10 * own.length + 2 * comments + upvotes, total_mentions: own.length, total_comments: comments, total_upvotes: upvotes, sentiment_distribution: { positive_count: e.positive_count, negative_count: e.negative_count, neutral_count: e.neutral_count, positive_percent: e.positive_percentage, negative_percent: e.negative_percentage, neutral_percent: e.neutral_percentage }, net_sentiment: e.net_sentiment, interval: e.interval, small_sample: e.small_sample };
        })
        .filter((h) => h.total_mentions >= 3)
        .sort((a, b) => b.engagement_score - a.engagement_score)
        .slice(0, Number(q.get('limit') ?? 10));
      return { hot_topics, time_range: q.get('range') ?? 'custom', generated_at: common().timestamp, basis: 'sampling error only', rests_on: restsOn(now), ...tail };
    },
    '/trending': (q) => {
      const { now, tail } = scene(q);
      const posts = now.filter((it) => it.kind === 'post').slice(0, Number(q.get('limit') ?? 20)).map((it, i) => ({ ...post(it), velocity: 90 - i, delta_upvotes: 40 - i, delta_comments: 9, observed_minutes: 30 }));
      return { posts, count: posts.length, ...tail };
    },
    '/topics': (q) => {
      const { w, now, tail } = scene(q);
      const { window, ...rest } = tail;
      const topics = now.length ? catalog.slice(0, 5).map((t, i) => theme(t, now, i)) : [];
      return { topics, count: topics.length, rests_on: now.length ? { tool: null, range: '30d', window, made: iso(Date.now()), items: now.length, items_read: now.length, copies: 1, unassigned: 10, unassigned_share: 0.2 } : null, ...rest, w: undefined };
    },
  };

  const ofTool = {
    '': (q, t) => {
      const { now, tail } = scene(q);
      return { tool_id: t.slug, slug: t.slug, name: t.name, vendor: `${t.name} Works`, description: `${t.name} writes code.`, categories: ['assistant'], aliases: [{ text: t.name, case: false, exclude: [], require: [], prior: 0 }], status: 'active', home: [`reddit/${t.home}`], merged_into: null, merged_sources: [], revision: 1, edit: 1, reanalysing: false, created: null, updated: null, first_mention: null, last_mention: null, versions: [], ...estimate(about(now, t.slug)), ...tail };
    },
    sentiment: (q, t) => {
      const { w, now, then, told, tail } = scene(q);
      const own = about(now, t.slug);
      const [e, previous] = [estimate(own), estimate(about(then, t.slug))];
      const places = [...new Set(own.map((i) => i.subreddit))].map((c) => ({ source: 'reddit', community: c, home: c.toLowerCase() === t.home, ...estimate(own.filter((i) => i.subreddit === c)) }));
      places.sort((a, b) => b.total_mentions - a.total_mentions);
      return { tool_id: t.slug, tool_name: t.name, ...e, previous, change: told(changeOf(previous, e)), by_community: places, home: estimate(own.filter((i) => i.subreddit.toLowerCase() === t.home)), inferred: estimate([]), authors: { distinct: new Set(own.map((i) => i.author)).size, top_share: own.length ? 2.4 : null, top10_share: own.length ? 14.2 : null, effective: own.length ? 180.3 : null }, time_period: period(w), rests_on: restsOn(own), ...tail };
    },
    timeseries: (q, t) => {
      const { w, now, tail } = scene(q);
      const grain = q.get('granularity') ?? 'day';
      return { tool_id: t.slug, tool_name: t.name, granularity: grain, data_points: timed(now, t.slug, w, grain), engine_changes: borders(w), basis: 'sampling error only', time_period: period(w), rests_on: restsOn(about(now, t.slug)), ...tail };
    },
    drivers: (q, t) => {
      const { w, now, then, tail } = scene(q);
      const [own, was] = [about(now, t.slug), about(then, t.slug)];
      const bar = (phrase, points, sure) => ({ phrase, points, direction: points > 0 ? 'up' : 'down', frequency: points / 3, feeling: (2 * points) / 3, share_a: 4.1, share_b: 9.3, net_a: 10, net_b: -60, sure, items: own.slice(0, 6).map(idOf) });
      const side = (items, v) => ({ tool: t.slug, subreddit: 'all', time_period: period(v), items: items.length, of: items.length, sampled: false });
      const bars = own.length ? [bar('keeps deleting', -6.2, true), bar('great', 3.4, true), bar('<i>price</i> rise', -2.1, false), bar('the docs', 1.2, false)] : [];
      return { tool_id: t.slug, tool_name: t.name, against: 'previous', basis: { a: side(was, before(w)), b: side(own, w) }, net_a: estimate(was).net_sentiment, net_b: estimate(own).net_sentiment, difference: own.length && was.length ? -3.1 : null, bars, rest: { points: own.length ? 0.6 : null, items_a: 30, items_b: 31 }, phrases: 812, small_sample: own.length < 30, coverage: 'complete', ...tail };
    },
    aspects: (q, t) => {
      const { now, tail } = scene(q);
      const own = about(now, t.slug);
      const aspect = (name, praised, blamed) => ({ aspect: name, praised, blamed, neutral: 2, n: praised + blamed + 2, net: Math.round((100 * (praised - blamed)) / (praised + blamed + 2)), interval: { low: -40, high: 40 }, effective_n: 9, small_sample: praised + blamed < 20, items: own.slice(0, 4).map(idOf), items_praise: own.slice(0, 2).map(idOf), items_blame: own.slice(2, 4).map(idOf) });
      return { tool_id: t.slug, tool_name: t.name, aspects: own.length ? [aspect('speed', 21, 6), aspect('price', 2, 17), aspect('reliability', 8, 9)] : [], items: own.length, of: own.length, sampled: false, basis: 'sampling error only', coverage: 'complete', ...tail };
    },
    examples: (q, t) => {
      const { now, tail } = scene(q);
      const own = about(now, t.slug);
      const side = (label, from) => own.filter((i) => i.sentiment === label).slice(from, from + 3).map((i) => example(i, t.slug));
      return { tool_id: t.slug, tool_name: t.name, typical: { positive: side('positive', 3), negative: side('negative', 3) }, extreme: { positive: side('positive', 0), negative: side('negative', 0) }, of: own.length, coverage: 'complete', ...tail };
    },
    preferences: (q, t) => {
      const { w, now, tail } = scene(q);
      const list = now.length ? catalog.filter((o) => o.slug !== t.slug).map((o) => pairOf(t, o, now)) : [];
      return { pairs: list, rests_on: { items: list.reduce((n, p) => n + p.n, 0), coverage: 'complete' }, time_period: period(w), ...tail };
    },
    switching: (q, t) => {
      const { w, now, tail } = scene(q);
      const others = now.length ? catalog.filter((o) => o.slug !== t.slug).slice(0, 3) : [];
      const flows = others.map((o, i) => ({ from: i % 2 ? o.slug : t.slug, from_name: i % 2 ? o.name : t.name, to: i % 2 ? t.slug : o.slug, to_name: i % 2 ? t.name : o.name, n: 14 - 3 * i, small_sample: i > 1, items: about(now, t.slug).slice(0, 3).map(idOf) }));
      return { flows, net: others.map((o, i) => ({ tool_id: o.slug, tool_name: o.name, gained: 14 - i, lost: 9, net: 5 - i, small_sample: false })), rests_on: { items: 33, coverage: 'complete' }, time_period: period(w), ...tail };
    },
  };

  /** The answer to a path below /api/v1, a problem, or undefined when the path is not about tools. */
  return (path, q) => {
    if (general[path]) return general[path](q);
    const hot = /^\/hot-topics\/([^/]+)\/posts$/.exec(path);
    const [, slug, part = ''] = hot ? [null, hot[1]] : (/^\/tools\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? []);
    if (!slug) return undefined;
    const t = catalog.find((c) => c.slug === decodeURIComponent(slug));
    if (!t) return world.problem(404, 'Not Found', `no tool ${slug}; list them at /api/v1/tools`);
    if (hot) {
      const { now, tail } = scene(q);
      const all = about(now, t.slug).filter((it) => it.kind === 'post').map(post).sort((a, b) => b.engagement_score - a.engagement_score);
      const [offset, limit] = [Number(q.get('offset') ?? 0), Number(q.get('limit') ?? 20)];
      return { tool_id: t.slug, tool_name: t.name, posts: all.slice(offset, offset + limit), total: all.length, has_more: offset + limit < all.length, next_offset: offset + limit < all.length ? offset + limit : null, offset, limit, time_range: 'custom', coverage: 'complete', ...tail };
    }
    return ofTool[part]?.(q, t);
  };
}
