import type { Figure } from '../api/types';
import { NONE, count } from '../lib/format';
import { TableHead } from '../parts/TableHead';
import { share } from '../tool/accuracy';

const num = (name: string) => ({ name, className: 'num' });
const COLUMNS = ['Measured', 'Data set', num('n'), num('Accuracy'), num('Macro-F1'), num('95 %'), num('ECE'), 'Kept honest by'];
const HOW: Record<Figure['how'], string> = { 'never learned from': 'texts never learned from', 'five folds': 'five folds' };

const measured = (v: number | null) => (v === null ? <span className="dim">{NONE}</span> : share(v));

/** How right the engines are that ship, by data set: what docs/model.md says. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="How right the engines are, by data set">
        <table className="table">
          <TableHead columns={COLUMNS} />
          <tbody>
            {figures.map((f) => (
              <tr key={`${f.engine} ${f.set} ${f.how}`}>
                <th scope="row">
                  {f.engine} <span className="sub">{f.version}</span>
                </th>
                <td>{f.set}</td>
                <td className="num">{count(f.n)}</td>
                <td className="num">{measured(f.accuracy)}</td>
                <td className="num strong">{share(f.macro_f1)}</td>
                <td className="num">{f.low === null || f.high === null ? <span className="dim">{NONE}</span> : `${share(f.low)} to ${share(f.high)}`}</td>
                <td className="num">{measured(f.ece)}</td>
                <td>{HOW[f.how]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="headline-foot">
        Accuracy is the share of texts whose label is met; macro-F1 the mean over positive, neutral and negative, so that rare classes count as much; ECE by how much the stated likelihood is off. The attitude
        toward mentions does not depend on the engine that scores items. <code>voxpop eval</code> measures any engine on label files of your own.
      </p>
    </>
  );
}
