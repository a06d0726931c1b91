import { cutAtNames, type Names } from './names';

/** A text as text, with the tools that are named in it marked. */
export function Named({ text, names }: { text: string; names: Names | null }) {
  return cutAtNames(text, names).map((part, i) =>
    part.slug ? (
      <mark key={i}>{part.text}</mark>
    ) : (
      part.text
    ),
  );
}
