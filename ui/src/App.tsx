import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useResource } from './api/resource';
import type { Status } from './api/types';
import { useGrace } from './lib/useGrace';
import { useNow } from './lib/useNow';
import { go, usePath } from './route/address';
import { routeOf } from './route/route';
import { Boundary } from './shell/Boundary';
import { Footer } from './shell/Footer';
import { Header } from './shell/Header';
import { KeySheet } from './shell/KeySheet';
import { useKeys, useLetters } from './shell/keys';
import { LoginDialog } from './shell/LoginDialog';
import { Lost } from './shell/Lost';
import { NAV, PAGES } from './shell/pages';
import { useAdmin } from './shell/useAdmin';
import { useSimulated } from './shell/useSimulated';
import { useWindow } from './shell/useWindow';
import { useCatchUp, useLive } from './view/useLive';
import { useView } from './view/useView';
import { carried, formatView } from './view/view';

/** How long the first status is waited for before stand-ins are shown. */
const GRACE_MS = 700;

/** Gives focus to the page that was gone to, so that the keyboard and screen readers go along. */
function useArrival(path: string) {
  const former = useRef(path);
  useEffect(() => {
    if (former.current === path) return;
    former.current = path;
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}

/** Everything around the pages, and what all of them share. */
export function App() {
  const path = usePath();
  const route = useMemo(() => routeOf(path), [path]);
  const [view, update] = useView();
  const live = useLive();
  const admin = useAdmin();
  const now = useNow();
  const status = useResource<Status>('/status', live.pulse);
  const windowed = useWindow(view, live.version);
  useCatchUp(live, windowed.stats.data?.data_version);
  useArrival(path);

  const [sheet, setSheet] = useState(false);
  const [letters, setLetters] = useLetters();
  const visit = (to: string) => go(to + formatView(carried(view)));
  useKeys(
    {
      '?': () => setSheet(true),
      '/': () => (document.querySelector<HTMLElement>('input[type=search]') ? document.querySelector<HTMLElement>('input[type=search]')!.focus() : visit('/feed')),
      ...Object.fromEntries(NAV.map((e) => [`g${e.key}`, () => visit(e.path)])),
    },
    letters,
  );

  const simulated = useSimulated((status.data ?? windowed.stats.data)?.simulated);
  const held = useGrace(status.data === undefined && status.error === undefined, GRACE_MS);
  const Page = PAGES[route.page];
  return (
    <>
      <Header state={live.state} admin={admin} route={route} view={view} />
      {simulated && (
        <aside className="simulated" aria-label="About this data">
          <strong>Simulated data.</strong> Tools, communities and people on this page are invented.
        </aside>
      )}
      <main id="main" className={held ? 'page held' : 'page'} tabIndex={-1}>
        <Lost live={live} windowed={windowed} now={now} />
        <Boundary page={path}>
          <Suspense fallback={null}>
            <Page {...{ route, view, update, live, admin, status, windowed, now }} />
          </Suspense>
        </Boundary>
      </main>
      <Footer status={status} windowed={windowed} now={now} onKeys={() => setSheet(true)} />
      <LoginDialog admin={admin} />
      <KeySheet open={sheet} onClose={() => setSheet(false)} letters={letters} onLetters={setLetters} />
    </>
  );
}
