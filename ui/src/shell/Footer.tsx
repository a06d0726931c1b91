import { ago } from '../lib/format';
import type { PageProps } from './pages';

export function Footer({ status, windowed, now, onKeys }: Pick<PageProps, 'status' | 'windowed' | 'now'> & { onKeys: () => void }) {
  const stats = windowed.stats.data;
  return (
    <footer className="footer">
      <span>voxpop {status.data?.health.version ?? ''}</span>
      <a href="/docs">API</a>
      <a href="/openapi.json">OpenAPI document</a>
      <button type="button" className="link" onClick={onKeys}>
        Keyboard
      </button>
      {stats && <span>{stats.data_version > 0 ? `Data published ${ago(Math.min(Date.parse(stats.timestamp), now), now)}` : 'No data published yet'}</span>}
    </footer>
  );
}
