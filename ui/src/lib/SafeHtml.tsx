import { createElement, useMemo, type ReactNode } from 'react';
import { safeUrl } from './excerpt';
import { parsed } from './trusted';

/** What is made of a piece of text; the text itself, where nothing is. */
type ShowText = (text: string, key: number) => ReactNode;

// The server has sanitised this HTML already. It is read here into React elements by an
// allow-list of its own, without ever being assigned to innerHTML of the living page.
const TAGS = new Set(['p', 'br', 'hr', 'em', 'strong', 'b', 'i', 'del', 's', 'sup', 'sub', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
const VOID = new Set(['br', 'hr']);
const DROPPED = new Set(['script', 'style', 'iframe', 'object', 'embed', 'template', 'svg', 'math', 'form', 'textarea', 'select', 'noscript', 'title']);
const MAX_DEPTH = 24;
const MAX_NODES = 4000;

function convert(parent: Node, depth: number, budget: { left: number }, show: ShowText): ReactNode[] {
  const out: ReactNode[] = [];
  for (const node of parent.childNodes) {
    if (budget.left-- <= 0) break;
    const key = out.length;
    if (node.nodeType === Node.TEXT_NODE) {
      out.push(show(node.nodeValue ?? '', key));
      continue;
    }
    if (!(node instanceof Element)) continue;
    const tag = node.tagName.toLowerCase();
    if (DROPPED.has(tag)) continue;
    if (depth >= MAX_DEPTH) {
      out.push(node.textContent);
      continue;
    }
    if (VOID.has(tag)) {
      out.push(createElement(tag, { key }));
      continue;
    }
    const children = convert(node, depth + 1, budget, show);
    if (tag === 'pre') out.push(createElement(tag, { key, tabIndex: 0 }, ...children)); // it may scroll sideways
    else if (TAGS.has(tag)) out.push(createElement(tag, { key }, ...children));
    else if (/^h[1-6]$/.test(tag)) out.push(createElement('p', { key }, createElement('strong', null, ...children)));
    else if (tag === 'a') out.push(link(node, key, children));
    else out.push(...children.map((child, i) => createElement('span', { key: `${key}.${i}` }, child)));
  }
  return out;
}

function link(node: Element, key: number, children: ReactNode[]): ReactNode {
  const href = safeUrl(node.getAttribute('href'));
  if (!href) return createElement('span', { key }, ...children);
  return createElement('a', { key, href, target: '_blank', rel: 'noreferrer nofollow ugc' }, ...children);
}

const asItIs: ShowText = (text) => text;

/** Shows sanitised HTML of a stranger's post; show may mark things in its texts, and must stay the same from one time to the next. */
export function SafeHtml({ html, show = asItIs }: { html: string; show?: ShowText }) {
  const nodes = useMemo(() => convert(parsed(html).body, 0, { left: MAX_NODES }, show), [html, show]);
  return <div className="prose">{nodes}</div>;
}
