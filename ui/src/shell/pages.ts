import { lazy, type ComponentType } from 'react';
import type { Resource } from '../api/resource';
import type { Status } from '../api/types';
import type { Route } from '../route/route';
import type { Live } from '../view/useLive';
import type { UpdateView } from '../view/useView';
import type { View } from '../view/view';
import type { Admin } from './useAdmin';
import type { Windowed } from './useWindow';

/** What the shell gives to every page. */
export interface PageProps {
  route: Route;
  view: View;
  update: UpdateView;
  live: Live;
  admin: Admin;
  status: Resource<Status>;
  /** Headline numbers of the view's window, and where it ends. */
  windowed: Windowed;
  /** The present in ms, renewed now and then. */
  now: number;
}

export interface NavEntry {
  page: Route['page'];
  path: string;
  name: string;
  /** The key that leads here after G. */
  key: string;
}

/** The pages in the navigation, in its order. */
export const NAV: NavEntry[] = [
  { page: 'overview', path: '/', name: 'Overview', key: 'o' },
  { page: 'compare', path: '/compare', name: 'Compare', key: 'm' },
  { page: 'hot', path: '/hot', name: 'Hot topics', key: 'h' },
  { page: 'feed', path: '/feed', name: 'Feed', key: 'f' },
  { page: 'coverage', path: '/coverage', name: 'Coverage', key: 'c' },
  { page: 'admin', path: '/admin', name: 'Admin', key: 'a' },
];

/** Each page's code is loaded when it is first shown. */
export const PAGES: Record<Route['page'], ComponentType<PageProps>> = {
  overview: lazy(() => import('../page/Overview')),
  compare: lazy(() => import('../page/Compare')),
  hot: lazy(() => import('../page/Hot')),
  feed: lazy(() => import('../page/Feed')),
  coverage: lazy(() => import('../page/Coverage')),
  tool: lazy(() => import('../page/Tool')),
  thread: lazy(() => import('../page/Thread')),
  receipt: lazy(() => import('../page/Receipt')),
  admin: lazy(() => import('../page/Admin')),
  unknown: lazy(() => import('../page/Unknown')),
};
