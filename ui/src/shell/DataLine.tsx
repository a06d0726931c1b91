import { count } from '../lib/format';
import { coverageWord, healthWord } from '../lib/words';
import { Pill } from '../parts/Pill';
import { Age } from '../parts/Time';
import { Link } from '../route/Link';
import { carried, formatView } from '../view/view';
import type { PageProps } from './pages';

/** What the page rests on, in a line that leads to the details. */
export function DataLine({ status, windowed, view, now }: Pick<PageProps, 'status' | 'windowed' | 'view' | 'now'>) {
  const stats = windowed.stats.data;
  if (!stats) return <p className="data-line" />;
  const coverage = coverageWord[stats.rests_on.coverage] ?? coverageWord.unknown;
  const health = status.data?.health.status;
  const newest = status.data?.newest_item ?? stats.rests_on.newest_item;
  return (
    <p className="data-line">
      <Link to={`/coverage${formatView(carried(view))}`} title={coverage.meaning}>
        Coverage
      </Link>{' '}
      <Pill tone={coverage.tone}>{coverage.word}</Pill>
      <span>{count(stats.rests_on.items)} items</span>
      {newest && (
        <span>
          newest <Age time={newest} now={now} />
        </span>
      )}
      {health && health !== 'healthy' && <Pill tone={healthWord(health).tone}>{healthWord(health).word}</Pill>}
    </p>
  );
}
