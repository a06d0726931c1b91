import { Link } from '../route/Link';
import { toolPath } from '../route/route';
import { carried, formatView, type View } from '../view/view';

/** A tool's name, leading to its page with the same range, community and kind. */
export function ToolLink({ slug, name, view }: { slug: string; name: string; view: View }) {
  return (
    <Link to={toolPath(slug) + formatView(carried(view))} className="tool-link" dir="auto">
      {name}
    </Link>
  );
}
