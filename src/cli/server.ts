import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';

/** A running server, and the key to it where one is needed. */
export interface Server {
  url: string;
  key?: string;
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
}

/** The header that a key goes in; none without a key. */
export function authorization(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

const ProblemSchema = v.object({ detail: v.string() });

/**
 * Calls a running server and parses its answer.
 * @throws AppError `unavailable` when it cannot be reached or fails, `invalid_input` when it refuses
 */
export async function callServer<Output>(
  { url, key }: Server,
  path: string,
  schema: v.GenericSchema<unknown, Output>,
  { method = 'GET', body }: CallOptions = {},
): Promise<Output> {
  const init = { method, headers: authorization(key), ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(new URL(path, url), init).catch(unreachable(url));
  const text = await answer.text();
  if (answer.ok || answer.status === 503) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    if (parsed.success) return parsed.output;
  }
  throw refusal(answer.status, text);
}

/**
 * Calls a running server for an answer of any length.
 * @throws AppError as {@link callServer}
 */
export async function openStream(
  { url, key }: Server,
  path: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const answer = await fetch(new URL(path, url), { headers: authorization(key), signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    return unreachable(url)(error);
  });
  if (!answer.ok || answer.body === null) throw refusal(answer.status, await answer.text());
  return answer.body;
}

function unreachable(url: string) {
  return (error: unknown): never => {
    throw new AppError('unavailable', `cannot reach ${url}, is the server running? (--url names another)`, {
      cause: error,
    });
  };
}

function refusal(status: number, text: string): AppError {
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), ProblemSchema), text);
  const words = problem.success ? problem.output.detail : `the server answered ${status}`;
  const hint = status === 401 ? ' (--key or COLDPATH_KEY gives one)' : '';
  return new AppError(status < 500 ? 'invalid_input' : 'unavailable', words + hint);
}
