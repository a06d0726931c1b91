/** Hands a file to the reader that was made here; nothing leaves the browser. */
export function download(name: string, data: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export type Field = string | number | boolean | null | undefined;

/** A field of CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in front. */
function field(value: Field): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV; the keys of the first are the header. */
export function csv(rows: Record<string, Field>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((r) => names.map((n) => r[n]))].map((r) => r.map(field).join(',')).join('\r\n') + '\r\n';
}

export const saveCsv = (name: string, rows: Record<string, Field>[]) => download(`${name}.csv`, new Blob([csv(rows)], { type: 'text/csv;charset=utf-8' }));
