import { Skeleton } from '@mantine/core';
import type { Resource } from '../../api/resource';
import type { Label, Stats } from '../../api/types';
import { NONE, compact, count, plural, points } from '../../lib/format';
import { coverageWord, windowWords } from '../../lib/words';
import { Empty, Failure } from '../../parts/Notice';
import { IntervalBar } from '../../parts/IntervalBar';
import { Pill } from '../../parts/Pill';
import { ReceiptButton } from '../../receipt/ReceiptButton';
import { Shares } from '../../parts/Shares';
import type { View } from '../../view/view';

function RestsOn({ answer }: { answer: Stats }) {
  const r = answer.rests_on;
  const coverage = coverageWord[r.coverage] ?? coverageWord.unknown;
  const parts = [`${count(r.scored)} scored`];
  if (r.unscored) parts.push(`${count(r.unscored)} not scored yet`);
  if (r.excluded) parts.push(`${count(r.excluded)} left out (bots, moderators, no text, not English)`);
  return (
    <dl className="rests">
      <div>
        <dt>Rests on</dt>
        <dd>
          {plural(r.items, 'item')} of {plural(r.communities, 'community', 'communities')}: {parts.join(', ')}
        </dd>
      </div>
      <div>
        <dt>Coverage</dt>
        <dd>
          <details className="explain">
            <summary>
              <Pill tone={coverage.tone}>{coverage.word}</Pill>
            </summary>
            <p>{coverage.meaning}</p>
          </details>
        </dd>
      </div>
      <div>
        <dt>Scored by</dt>
        <dd>
          {answer.engine.name} {answer.engine.version}
        </dd>
      </div>
    </dl>
  );
}

function Net({ stats }: { stats: Stats['statistics'] }) {
  const net = stats.net_sentiment;
  const sign: Label = net === null || (stats.net_low !== null && stats.net_high !== null && stats.net_low <= 0 && stats.net_high >= 0) ? 'neutral' : net > 0 ? 'positive' : 'negative';
  const clear = sign !== 'neutral';
  return (
    <div className="net">
      <p className="net-value">
        <span className={`net-number net-${sign}`}>{points(net)}</span>
        <span className="net-unit">points</span>
      </p>
      <p className="net-interval">
        95 % interval {points(stats.net_low)} to {points(stats.net_high)}
      </p>
      <IntervalBar net={net} low={stats.net_low} high={stats.net_high} />
      <p className="net-verdict">
        {clear ? `More ${sign} than ${sign === 'positive' ? 'negative' : 'positive'} talk.` : 'Positive and negative cannot be told apart here.'}{' '}
        {stats.small_sample && <Pill tone="warn">Small sample: {plural(stats.total, 'item')}</Pill>}
      </p>
    </div>
  );
}

function Content({ answer }: { answer: Stats }) {
  const s = answer.statistics;
  if (s.total === 0) {
    return (
      <>
        <p className="net-value">
          <span className="net-number net-neutral">{NONE}</span>
        </p>
        <Empty title={answer.rests_on.items ? 'No item of this range is scored yet.' : 'No items in this range.'}>
          <p>There is no net sentiment without items; this is not a zero.</p>
        </Empty>
        {answer.rests_on.items > 0 && <RestsOn answer={answer} />}
      </>
    );
  }
  return (
    <>
      <Net stats={s} />
      <Shares counts={s} total={s.total} />
      <RestsOn answer={answer} />
      <p className="headline-foot">
        Net sentiment is the percentage of positive items minus that of negative ones. Its interval: {s.basis}.{' '}
        {s.effective_n !== null && `Items of one thread or author count as related, so it rests on about ${compact(s.effective_n)} independent ones.`}
      </p>
    </>
  );
}

export function Headline({ stats, view }: { stats: Resource<Stats>; view: View }) {
  const d = stats.data;
  return (
    <section className={stats.stale ? 'card headline stale' : 'card headline'} aria-labelledby="headline-title" aria-busy={stats.stale}>
      <div className="card-head">
        <h2 id="headline-title">Net sentiment</h2>
        {d && <span className="dim">{windowWords(d.window)}</span>}
        {d && d.statistics.total > 0 && (
          <span className="push">
            {!view.engine && <ReceiptButton question={{ of: 'items', from: d.window.from, to: d.window.to, subreddit: view.community || undefined, kind: view.kind || undefined }} of="all items" />}
          </span>
        )}
      </div>
      {d ? <Content answer={d} /> : stats.error ? <Failure error={stats.error} retry={stats.reload} what="Net sentiment" /> : <Skeleton className="headline-skeleton" />}
    </section>
  );
}
