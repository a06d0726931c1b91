import { Button } from '@mantine/core';
import { decimal } from '../lib/format';
import { Notice } from '../parts/Notice';
import type { PageProps } from './pages';

/** Says that numbers are those of another engine than the one that answers, and what it has not seen. */
export function EngineNotice({ view, update, windowed }: Pick<PageProps, 'view' | 'update' | 'windowed'>) {
  if (!view.engine) return null;
  const engine = windowed.stats.data?.engine;
  return (
    <Notice
      action={
        <Button size="compact-sm" variant="default" onClick={() => update({ engine: '', step: null })}>
          Show the engine that answers
        </Button>
      }
    >
      {engine?.scored === undefined ? (
        <>
          <strong>{view.engine}</strong> is the engine that answers anyway.
        </>
      ) : (
        <>
          Numbers and series are those of <strong>{`${engine.name} ${engine.version}`}</strong>, which scored {decimal(engine.scored)} % of what counts in this window; what came after it was replaced it has not seen. Posts, themes, reasons and
          receipts stay those of the engine that answers. What is said toward tools differs only where a language model scored.
        </>
      )}
    </Notice>
  );
}
