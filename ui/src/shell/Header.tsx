import { Button, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { LiveState } from '../api/live';
import { Logo } from '../parts/Logo';
import { Link } from '../route/Link';
import type { Route } from '../route/route';
import type { View } from '../view/view';
import { Nav } from './Nav';
import type { Admin } from './useAdmin';

const CONNECTION: Record<LiveState, { word: string; tone: string; meaning: string }> = {
  connecting: { word: 'Connecting', tone: 'idle', meaning: 'Opening the stream of changes.' },
  live: { word: 'Live', tone: 'good', meaning: 'Changes appear by themselves.' },
  reconnecting: { word: 'Reconnecting', tone: 'warn', meaning: 'The stream of changes broke off; trying again.' },
  polling: { word: 'Polling', tone: 'warn', meaning: 'The stream of changes is not available; asking every 15 seconds instead.' },
  offline: { word: 'Offline', tone: 'bad', meaning: 'voxpop cannot be reached. What is shown may be old.' },
};

function Connection({ state }: { state: LiveState }) {
  const { word, tone, meaning } = CONNECTION[state];
  return (
    <span className={`connection connection-${tone}`} role="status" title={meaning}>
      <span className="connection-dot" aria-hidden="true" />
      <span>{word}</span>
    </span>
  );
}

const SCHEMES = [
  { value: 'auto', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

interface Props {
  state: LiveState;
  admin: Admin;
  route: Route;
  view: View;
}

export function Header({ state, admin, route, view }: Props) {
  // Mantine would hold transitions back by a style element, which the page's policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <header className="header">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="header-in">
        <Link className="brand" to="/" aria-label="voxpop, overview">
          <Logo />
          <span className="brand-name">voxpop</span>
        </Link>
        <Nav route={route} view={view} />
        <div className="header-tools">
          <Connection state={state} />
          <SegmentedControl
            size="xs"
            aria-label="Colour scheme"
            data={SCHEMES}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          />
          {admin.role === 'admin' ? (
            <Button size="xs" variant="default" onClick={() => void admin.leave()}>
              Sign out
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={() => admin.ask()}>
              Sign in
            </Button>
          )}
        </div>
      </div>
    </header>
  );
}
