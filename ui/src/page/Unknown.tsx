import { Link } from '../route/Link';
import { PageHead } from '../shell/PageHead';

/** What stands at an address that leads nowhere. */
export default function Unknown() {
  return (
    <>
      <PageHead title="No such page" />
      <p>
        Nothing is at this address. <Link to="/">Go to the overview</Link>
      </p>
    </>
  );
}
