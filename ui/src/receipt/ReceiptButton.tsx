import { Button } from '@mantine/core';
import { useState } from 'react';
import { asApiError, change } from '../api/client';
import type { Receipt, ReceiptQuestion } from '../api/types';
import { Link } from '../route/Link';
import { receiptPath } from '../route/route';

type State = { at: 'idle' | 'busy' } | { at: 'made'; id: string; copied: boolean } | { at: 'failed'; why: string };

/** Puts a text on the clipboard; false where the browser does not let it, as on a page without TLS. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Freezes the number beside it, and puts the address of its receipt on the clipboard. */
export function ReceiptButton({ question, of }: { question: ReceiptQuestion; of: string }) {
  const key = JSON.stringify(question);
  const [made, setMade] = useState<{ of: string; state: State }>({ of: key, state: { at: 'idle' } });
  const state: State = made.of === key ? made.state : { at: 'idle' }; // of another number: forgotten
  const set = (next: State) => setMade({ of: key, state: next });
  const make = async () => {
    set({ at: 'busy' });
    try {
      const { id } = await change<Receipt>('POST', '/receipts', question);
      set({ at: 'made', id, copied: await copy(location.origin + receiptPath(id)) });
    } catch (cause) {
      set({ at: 'failed', why: asApiError(cause).message });
    }
  };
  return (
    <span className="receipt-button">
      <Button size="compact-xs" variant="subtle" onClick={() => void make()} loading={state.at === 'busy'} title="Freezes this number with what it rests on, under an address that can be quoted">
        Copy receipt link<span className="visually-hidden"> of {of}</span>
      </Button>
      <span role="status">
        {state.at === 'made' && (
          <>
            {state.copied ? 'Copied: ' : 'Made: '}
            <Link to={receiptPath(state.id)}>receipt</Link>
          </>
        )}
        {state.at === 'failed' && state.why}
      </span>
    </span>
  );
}
