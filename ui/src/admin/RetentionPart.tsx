import { bytes } from '../lib/format';
import type { AdminProps } from '../page/Admin';

const SETTINGS: [name: string, what: string][] = [
  ['DATA_RETENTION_DAYS', 'After how many days the text of an item is dropped; 0 keeps it. Scores and counts stay.'],
  ['RECHECK_HOURS', 'Text collected live that could not be checked for deletion for so long is dropped; 0 keeps it.'],
];

/** What decides how long texts are kept. It is set where the program is started, and cannot be changed here. */
export default function RetentionPart({ status }: AdminProps) {
  const stored = status.data?.storage_bytes;
  return (
    <section className="card stack" aria-labelledby="retention-title">
      <h2 id="retention-title">Retention</h2>
      <p>
        How long texts are kept is set where voxpop is started, in the environment or in <code>.env</code>, and not over the network. <code>voxpop config</code> prints what is in force.
      </p>
      <dl className="settings">
        {SETTINGS.map(([name, what]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">
        Whatever is deleted or removed at its source is dropped here too, whatever these say. {stored ? `${bytes(stored)} are stored at the moment.` : ''}
      </p>
    </section>
  );
}
