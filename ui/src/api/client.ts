import type { Session, Started } from './types';

/** A request that failed, in words for a reader. */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** The problem document, where the answer was one: some carry what is needed to go on. */
  readonly problem: unknown;

  constructor(status: number, message: string, problem?: unknown) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

/** What a request was refused with; anything else that goes wrong with an answer, in words for a reader. */
export const asApiError = (cause: unknown) => (cause instanceof ApiError ? cause : new ApiError(0, 'The answer could not be read.'));

const TIMEOUT_MS = 20_000;

interface Problem {
  title?: string;
  detail?: string;
  errors?: { location?: string; message?: string }[] | null;
}

/** Turns a problem document (RFC 9457) or any other error body into one sentence. */
export function problemText(status: number, body: string): string {
  const problem = (parsed(body) ?? {}) as Problem;
  const fields = (problem.errors ?? []).map((e) => [e.location, e.message].filter(Boolean).join(': ')).filter(Boolean);
  const text = [problem.detail || problem.title, ...fields].filter(Boolean).join(' ');
  return text || `The server answered ${status}.`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function request(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, timeout.aborted ? `voxpop did not answer within ${TIMEOUT_MS / 1000} seconds.` : 'voxpop cannot be reached.');
  }
  if (!response.ok) {
    const text = await response.text().catch(() => '');
    throw new ApiError(response.status, problemText(response.status, text), parsed(text));
  }
  return response;
}

/** Reads one JSON answer. Throws ApiError, or the abort reason when signal fires. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, { headers: { Accept: 'application/json' } }, signal);
  return (await response.json()) as T;
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  if (body === undefined) return request(path, { method }, signal);
  return request(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }, signal);
}

/** Asks for a change, and reads what came of it. Throws ApiError, or the abort reason when signal fires. */
export async function change<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await send(method, path, body, signal)).json()) as T;
}

/** Exchanges an admin key for a session cookie, which scripts cannot read. */
export const signIn = (key: string) => send('POST', '/session', { key });
export const signOut = () => send('DELETE', '/session');
export const session = (signal?: AbortSignal) => get<Session>('/session', signal);

/** Starts a cycle, or finds the one that runs. */
export const collectNow = () => change<Started>('POST', '/admin/collect');

/** Builds a path with a query; undefined and empty values are left out. */
export function withQuery(path: string, values: Record<string, string | number | undefined | null>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
