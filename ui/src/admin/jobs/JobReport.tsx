import { count, points } from '../../lib/format';
import { TableHead } from '../../parts/TableHead';
import type { Job } from '../types';

/** What a re-analysis changed, or would change: for each tool its mentions and net sentiment before and after. */
export function JobReport({ job }: { job: Job }) {
  const s = job.statistics;
  const tools = Object.entries(s.tools ?? {}).sort(([, a], [, b]) => b.gained + b.lost + b.labels_flipped - a.gained - a.lost - a.labels_flipped);
  return (
    <>
      <p className="dim">
        {job.parameters.dry_run ? 'Would change' : 'Changed'} {count(s.items_changed)} items: {count(s.tools_gained)} mentions found, {count(s.tools_lost)} lost, {count(s.labels_flipped)} labels flipped.
        {s.not_rescorable > 0 && ` ${count(s.not_rescorable)} could not be looked at: their text is gone.`}
        {s.waiting > 0 && ` ${count(s.waiting)} are not counted here: their text waits for its analysis in any case.`}
        {s.errors_count > 0 && ` ${count(s.errors_count)} failed.`}
      </p>
      {tools.length > 0 && (
        <div className="table-scroll table-tall" tabIndex={0} role="group" aria-label="By tool">
          <table className="table">
            <TableHead columns={['Tool', ...['Mentions', 'Found', 'Lost', 'Flipped', 'Net'].map((name) => ({ name, className: 'num' }))]} />
            <tbody>
              {tools.map(([slug, t]) => (
                <tr key={slug}>
                  <th scope="row">{slug}</th>
                  <td className="num">
                    {count(t.mentions_before)} → {count(t.mentions_after)}
                  </td>
                  <td className="num">{count(t.gained)}</td>
                  <td className="num">{count(t.lost)}</td>
                  <td className="num">{count(t.labels_flipped)}</td>
                  <td className="num">
                    {points(t.net_before)} → {points(t.net_after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(job.error_log ?? []).length > 0 && (
        <ul className="faults">
          {job.error_log!.map((e, i) => (
            <li key={i}>{e}</li>
          ))}
        </ul>
      )}
    </>
  );
}
