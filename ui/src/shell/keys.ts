import { useEffect, useRef, useState } from 'react';

const STORE = 'voxpop-keys';

function remembered(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    return true; // storage may be forbidden
  }
}

/** Whether single letters are commands, and a switch for it: speech input and stray keys would set them off. */
export function useLetters(): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(remembered);
  const set = (next: boolean) => {
    setOn(next);
    try {
      localStorage.setItem(STORE, next ? 'on' : 'off');
    } catch {
      // It holds until the page is closed then.
    }
  };
  return [on, set];
}

/** What a key means after those pressed before: a command, the begin of one, or nothing. */
export function commandOf(before: string, key: string, commands: readonly string[]): { command: string | null; pending: string } {
  const typed = before + key;
  if (commands.includes(typed)) return { command: typed, pending: '' };
  if (commands.some((c) => c.startsWith(typed))) return { command: null, pending: typed };
  return before ? commandOf('', key, commands) : { command: null, pending: '' };
}

const writes = (e: Element | null) => e instanceof HTMLElement && (e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName));

/** Commands of what is on screen, beside those of the whole page. */
const ofPage = new Set<{ current: Record<string, () => void> }>();

/** Adds commands by letters for as long as whoever asks for them is shown. */
export function usePageKeys(commands: Record<string, () => void>): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    ofPage.add(latest);
    return () => {
      ofPage.delete(latest);
    };
  }, []);
}

/** Runs commands by the letters that were typed outside of fields and dialogs. */
export function useKeys(commands: Record<string, () => void>, on: boolean): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    if (!on) return;
    let pending = '';
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (writes(document.activeElement) || document.querySelector('dialog[open]')) return;
      if (event.key.length !== 1) return;
      const all = Object.assign({}, ...[...ofPage].map((c) => c.current), latest.current) as Record<string, () => void>;
      const found = commandOf(pending, event.key.toLowerCase(), Object.keys(all));
      pending = found.pending;
      if (!found.command) return;
      event.preventDefault();
      all[found.command]?.();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [on]);
}
