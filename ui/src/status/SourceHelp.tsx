import type { Source } from '../api/types';
import { sourceName } from '../lib/words';

function RedditKeys() {
  return (
    <details className="more">
      <summary>No Reddit keys: how to get them</summary>
      <ol className="steps">
        <li>
          Sign in to Reddit and open{' '}
          <a href="https://www.reddit.com/prefs/apps" target="_blank" rel="noreferrer">
            reddit.com/prefs/apps
          </a>
          . Reddit may ask you to request API access first, and it may refuse.
        </li>
        <li>Create an app of type “script”; any redirect address will do.</li>
        <li>
          Set <code>REDDIT_CLIENT_ID</code>, <code>REDDIT_CLIENT_SECRET</code> and <code>REDDIT_USER_AGENT</code> in <code>.env</code> and restart voxpop.
        </li>
        <li>
          Without keys, Hacker News is still collected, and <code>voxpop import FILE</code> reads dumps of Reddit.
        </li>
      </ol>
    </details>
  );
}

/** What to do about each source that does not work. */
export function SourceHelp({ sources }: { sources: Source[] }) {
  const refused = sources.filter((s) => s.state !== 'ok' && s.state !== 'unused' && s.state !== 'no keys' && s.detail);
  return (
    <>
      {refused.map((s) => (
        <p key={s.name} className="source-fault">
          <strong>{sourceName(s.name)}:</strong> {s.detail}
        </p>
      ))}
      {sources.some((s) => s.name === 'reddit' && s.state === 'no keys') && <RedditKeys />}
    </>
  );
}
