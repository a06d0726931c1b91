import { Button } from '@mantine/core';
import type { Stats } from '../api/types';
import { decimal } from '../lib/format';
import { Notice } from '../parts/Notice';
import { engineAsked, type EngineAsked } from './engineAsked';
import type { PageProps } from './pages';

/** Says that numbers are those of another engine than the one that answers and what it has not seen, or why they are not. */
export function EngineNotice({ view, update, windowed }: Pick<PageProps, 'view' | 'update' | 'windowed'>) {
  if (!view.engine) return null;
  const came = engineAsked(windowed.stats);
  return (
    <Notice
      tone={came === 'refused' ? 'warn' : 'info'}
      action={
        <Button size="compact-sm" variant="default" onClick={() => update({ engine: '', step: null })}>
          Show the engine that answers
        </Button>
      }
    >
      <Words came={came} asked={view.engine} engine={windowed.stats.data?.engine} />
    </Notice>
  );
}

function Words({ came, asked, engine }: { came: EngineAsked; asked: string; engine: Stats['engine'] | undefined }) {
  const name = <strong>{asked}</strong>;
  switch (came) {
    case 'refused':
      return <>No whole numbers of {name} are kept: it never answered here, or newer versions have replaced it. This page has none to show.</>;
    case 'open':
      return <>Numbers and series are asked of {name}, not of the engine that answers.</>;
    case 'nothing':
      return <>Numbers and series are asked of {name}; nothing in this window counts.</>;
    case 'answers':
      return <>{name} is the engine that answers anyway.</>;
    case 'other':
      return (
        <>
          Numbers and series are those of <strong>{`${engine?.name} ${engine?.version}`}</strong>, which scored {decimal(engine?.scored ?? 0)} % of what counts in this window; what came after it was replaced it has not seen. Posts, themes, reasons and
          receipts stay those of the engine that answers. What is said toward tools differs only where a language model scored.
        </>
      );
  }
}
