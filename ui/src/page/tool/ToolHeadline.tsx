import type { Resource } from '../../api/resource';
import type { Estimate, ToolSentiment } from '../../api/types';
import { NONE, compact, count, decimal, plural, points } from '../../lib/format';
import { windowWords } from '../../lib/words';
import { CoverageMark } from '../../parts/CoverageMark';
import { IntervalBar } from '../../parts/IntervalBar';
import { Empty } from '../../parts/Notice';
import { Pill } from '../../parts/Pill';
import { Section } from '../../parts/Section';
import { Shares } from '../../parts/Shares';
import { ReceiptButton } from '../../receipt/ReceiptButton';
import { ChangeMark } from '../../tool/ChangeMark';
import { mixWords, range } from '../../tool/words';
import type { View } from '../../view/view';

/** A part of the mentions that may differ from the rest, apart from it. */
function Part({ term, part, meaning }: { term: string; part: Estimate; meaning: string }) {
  if (part.total_mentions === 0) return null;
  return (
    <div title={meaning}>
      <dt>{term}</dt>
      <dd>
        {points(part.net_sentiment)} <span className="dim">({range(part.interval)})</span> of {plural(part.total_mentions, 'mention')}
        {part.small_sample && <span className="dim">, small sample</span>}
      </dd>
    </div>
  );
}

function Authors({ authors }: { authors: ToolSentiment['authors'] }) {
  if (authors.effective === null) return null;
  return (
    <div>
      <dt>Authors</dt>
      <dd>
        {count(authors.distinct)}; the busiest wrote {decimal(authors.top_share ?? 0)} %, the ten busiest {decimal(authors.top10_share ?? 0)} %
        <span className="dim"> (as if {compact(Math.round(authors.effective))} wrote equally much)</span>
      </dd>
    </div>
  );
}

function Figures({ d }: { d: ToolSentiment }) {
  const side = !d.interval || (d.interval.low <= 0 && d.interval.high >= 0) ? 'neutral' : d.interval.low > 0 ? 'positive' : 'negative';
  const mix = d.change.verdict === 'higher' || d.change.verdict === 'lower' ? mixWords(d.change.mix, d.change.within) : '';
  return (
    <>
      <p className="net-value">
        <span className={`net-number net-${side}`}>{points(d.net_sentiment)}</span>
        <span className="net-unit">points</span>
      </p>
      <p className="net-interval">95 % interval {range(d.interval)}</p>
      <IntervalBar net={d.net_sentiment} low={d.interval?.low ?? null} high={d.interval?.high ?? null} />
      <p className="net-verdict">
        <ChangeMark change={d.change} />
        <span className="dim">
          {d.previous.small_sample ? `before: too little to tell (${plural(d.previous.total_mentions, 'mention')})` : `before: ${points(d.previous.net_sentiment)}`}
          {mix && `; ${mix}`}
        </span>
        {d.small_sample && <Pill tone="warn">Small sample: {plural(d.total_mentions, 'mention')}</Pill>}
      </p>
      <Shares counts={{ positive: d.positive_count, neutral: d.neutral_count, negative: d.negative_count }} total={d.total_mentions} />
    </>
  );
}

function Frozen({ d, view }: { d: ToolSentiment; view: View }) {
  if (view.engine) return null;
  return <ReceiptButton question={{ of: 'tool', tools: [d.tool_id], from: d.window.from, to: d.window.to, subreddit: view.community || undefined, kind: view.kind || undefined }} of={d.tool_name} />;
}

/** How one tool is felt about, against before, and what that rests on. */
export function ToolHeadline({ sentiment, view }: { sentiment: Resource<ToolSentiment>; view: View }) {
  return (
    <Section title="Net sentiment" what="Net sentiment" answer={sentiment} aside={(d) => windowWords(d.window)} className="headline" tall actions={sentiment.data && sentiment.data.total_mentions > 0 && <Frozen d={sentiment.data} view={view} />}>
      {(d) => (
        <>
          {d.total_mentions > 0 ? (
            <Figures d={d} />
          ) : (
            <>
              <p className="net-value">
                <span className="net-number net-neutral">{NONE}</span>
              </p>
              <Empty title="Not mentioned in this range.">
                <p>There is no net sentiment without mentions; this is not a zero.</p>
              </Empty>
            </>
          )}
          <dl className="rests">
            <div>
              <dt>Rests on</dt>
              <dd>
                {plural(d.total_mentions, 'mention')} {d.effective_n !== null && `(about ${compact(d.effective_n)} independent ones)`} <CoverageMark coverage={d.rests_on.coverage} />
              </dd>
            </div>
            <Part term="At home" part={d.home} meaning="From communities that are about this tool" />
            <Part term="Not named" part={d.inferred} meaning="From items that do not name the tool, posted where “it” means it" />
            <Authors authors={d.authors} />
            <div>
              <dt>Scored by</dt>
              <dd>
                {d.engine.name} {d.engine.version}; interval: {d.basis}
              </dd>
            </div>
          </dl>
        </>
      )}
    </Section>
  );
}
