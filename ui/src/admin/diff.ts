/** A field of something that was changed, as it was and as it is, as text. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const text = (v: unknown): string => (v === undefined || v === null ? '' : typeof v === 'string' ? v : JSON.stringify(v));

/** What differs between two states of the audit log; a state that is no object counts as one field without a name. */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  if (!isRecord(before) && !isRecord(after)) return text(before) === text(after) ? [] : [{ field: '', before: text(before), after: text(after) }];
  const [a, b] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields.map((field) => ({ field, before: text(a[field]), after: text(b[field]) })).filter((c) => c.before !== c.after);
}
