/** Markdown as a strangers' text, made readable on one line: marks go, words stay. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, 20_000)
    .replace(/```[\s\S]*?(```|$)/g, ' […code…] ')
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\s{0,3}(?:>+|#{1,6}|[-*+]|\d+\.)\s+/gm, '')
    .replace(/(\*\*|~~|`)/g, '')
    .replace(/(^|\s)__(\S(?:[^_]*\S)?)__(?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first `max` characters of a text, cut at a word, never inside a character. */
export function clip(text: string, max: number): { text: string; cut: boolean } {
  const chars = Array.from(text.slice(0, max * 4));
  if (chars.length <= max) return { text, cut: false };
  const head = chars.slice(0, max).join('');
  const space = head.lastIndexOf(' ');
  return { text: `${space > max * 0.6 ? head.slice(0, space) : head}…`, cut: true };
}

/** The URL when it is an absolute http(s) one, else null: nothing else becomes a link. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}
