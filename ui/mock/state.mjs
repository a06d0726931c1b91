// What the mock API says about engines and about its own speed.

const figure = (engine, version, level, set, how, n, accuracy, macro_f1, low, high, ece) => ({ engine, version, level, set, how, n, accuracy, macro_f1, low, high, ece });

/** VADER answers; full also has a model on its way over the items, engines one that answered before. Figures are invented. */
export function engines(mode) {
  const version = (engine, v, state, answers, walked) => ({ engine, version: v, since: '2026-01-05T08:00:00Z', state, answers, active: !answers || mode !== 'full', backfill: { walked, items: 20_000, percentage: walked / 200 }, waiting_for_model: 0 });
  const walking = version('model', '9-mock', 'walking', false, 12_840);
  return {
    versions: mode === 'empty' ? [] : [...(mode === 'full' ? [walking] : []), version('vader', '3.3.2', 'ready', true, 20_000), ...(mode === 'engines' ? [version('model', '8-mock', 'ready', false, 20_000)] : [])],
    figures: [
      figure('model', '9-mock', 'text', 'aitools_dev, whole text', 'never learned from', 600, 0.667, 0.645, 0.606, 0.683, 0.033),
      figure('vader', '3.3.2', 'text', 'aitools_dev, whole text', 'never learned from', 600, null, 0.413, null, null, null),
      figure('mentions', 'tools.2', 'mention', 'aitools_train', 'five folds', 4788, 0.631, 0.577, 0.561, 0.593, 0.028),
    ],
  };
}

/** A few routes with times as they might be. */
export function latency(since) {
  const row = (route, requests, p50_ms, p95_ms, p99_ms) => ({ route, requests, failed: 0, p50_ms, p95_ms, p99_ms });
  return {
    since: new Date(since).toISOString(),
    routes: [row('GET /api/v1/status', 1204, 0.31, 0.9, 2.4), row('GET /api/v1/sentiment/stats', 871, 0.08, 1.1, 9.6), row('GET /api/v1/tools', 644, 0.4, 12.5, 31), row('GET /api/v1/tools/{slug}/drivers', 38, 14.2, 96, 131)],
  };
}
