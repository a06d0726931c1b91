import { Link } from '../route/Link';
import { toolPath } from '../route/route';
import { labelShape, labelWord } from '../lib/words';
import type { Opinion } from './names';

/** What an item says of each tool it mentions. */
export function Opinions({ tools }: { tools: readonly Opinion[] | null }) {
  if (!tools || tools.length === 0) return null;
  return (
    <ul className="opinions" aria-label="What it says of tools">
      {tools.map((t) => (
        <li key={t.slug} className={`opinion label-${t.label}`}>
          <Link to={toolPath(t.slug)} dir="auto">
            {t.name}
          </Link>{' '}
          <span aria-hidden="true">{labelShape[t.label]}</span> {labelWord[t.label].toLowerCase()}
          {t.inferred && <span title="The item does not name it: it was posted where “it” means this tool"> (meant)</span>}
        </li>
      ))}
    </ul>
  );
}
