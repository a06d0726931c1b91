import { Link } from '../route/Link';
import type { Route } from '../route/route';
import { carried, formatView, type View } from '../view/view';
import { NAV } from './pages';
import { useCurrentInSight } from './useCurrentInSight';

/** The pages. Range, community and kind go along from one to the next. */
export function Nav({ route, view }: { route: Route; view: View }) {
  const query = formatView(carried(view));
  const row = useCurrentInSight(route.page);
  return (
    <nav ref={row} className="nav" aria-label="Pages">
      <ul>
        {NAV.map((entry) => (
          <li key={entry.page}>
            <Link to={entry.path + query} aria-current={entry.page === route.page ? 'page' : undefined}>
              {entry.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
