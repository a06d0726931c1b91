import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { go } from './address';

/** Whether the browser should follow the link by itself: another tab, a download, a key held. */
const browsers = (e: MouseEvent) => e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey;

/** A link to a page of the dashboard: a real one, but a plain click changes the page without loading it anew. */
export function Link({ to, onClick, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (browsers(event)) return;
    event.preventDefault();
    go(to);
  };
  return <a href={to} onClick={follow} {...rest} />;
}
