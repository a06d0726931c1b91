import { Button } from '@mantine/core';
import { Dialog } from '../parts/Dialog';
import { NAV } from './pages';

const ROWS: [keys: string[], what: string][] = [
  ...NAV.map((e): [string[], string] => [['G', e.key.toUpperCase()], e.name]),
  [['/'], 'Search'],
  [['J', 'K'], 'In a list of items: the next, the one before'],
  [['O'], 'Open the item at its source'],
  [['T'], 'Open its thread'],
  [['?'], 'This sheet'],
];
const ALWAYS: [keys: string[], what: string][] = [
  [['Tab'], 'To the next thing that can be used; Shift and Tab back'],
  [['←', '→'], 'In a chart: step by step; Home and End to its ends'],
  [['Enter'], 'In a chart: list the items of the step'],
  [['Esc'], 'Close what is open'],
];

function Rows({ rows }: { rows: typeof ROWS }) {
  return (
    <dl className="keys">
      {rows.map(([keys, what]) => (
        <div key={what}>
          <dt>
            {keys.map((k) => (
              <kbd key={k}>{k}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Props {
  open: boolean;
  onClose: () => void;
  letters: boolean;
  onLetters: (on: boolean) => void;
}

/** What the keyboard can do. */
export function KeySheet({ open, onClose, letters, onLetters }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard">
      <label className="check">
        <input type="checkbox" checked={letters} onChange={(e) => onLetters(e.target.checked)} />
        Letters are commands
      </label>
      <Rows rows={ROWS} />
      <h3 className="keys-head">Always</h3>
      <Rows rows={ALWAYS} />
      <div className="row-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
