import { Button } from '@mantine/core';
import { TableHead } from '../../parts/TableHead';
import { differing, fieldText, type Draft, type rebase } from './draft';

const WORD = { name: 'Name', vendor: 'Vendor', description: 'Description', categories: 'Categories', home: 'Home communities', aliases: 'Aliases' };

interface Props {
  mine: Draft;
  newer: Draft;
  rebased: ReturnType<typeof rebase>;
  onReapply: () => void;
  onDrop: () => void;
}

/** Somebody else saved first: what differs, and the two ways on. */
export function ConflictNotice({ mine, newer, rebased, onReapply, onDrop }: Props) {
  const rows = differing(mine, newer);
  return (
    <section className="notice notice-warn conflict" role="alert" aria-labelledby="conflict-title">
      <div>
        <h2 id="conflict-title">Somebody else changed this tool meanwhile</h2>
        <p>Nothing of yours was saved. {rebased.clashes.length > 0 ? 'Where both changed the same, yours would replace theirs.' : 'Your changes fit on top of theirs.'}</p>
        <div className="table-scroll" tabIndex={0} role="region" aria-label="What differs">
          <table className="table">
            <TableHead columns={['Field', 'Yours', 'As it is now']} />
            <tbody>
              {rows.map((f) => (
                <tr key={f}>
                  <th scope="row">
                    {WORD[f]}
                    {rebased.clashes.includes(f) && <span className="sub">changed by both</span>}
                  </th>
                  <td>{fieldText(mine, f) || <span className="dim">empty</span>}</td>
                  <td>{fieldText(newer, f) || <span className="dim">empty</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="conflict-ways">
          <Button size="xs" onClick={onReapply}>
            Put my changes on top
          </Button>
          <Button size="xs" variant="default" onClick={onDrop}>
            Take it as it is now
          </Button>
        </div>
      </div>
    </section>
  );
}
