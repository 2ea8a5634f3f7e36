import { AppError } from '../domain/errors.ts';

/** Most bytes of a body that is read as a whole. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** How long a caller may keep us waiting for what they have to say. */
export interface Patience {
  /** Milliseconds that are granted. */
  readonly ms: number;
  /** Milliseconds that are left; whoever got what they waited for grants them anew. */
  left: number;
}

/**
 * The chunks of a body. Only the time in which the caller lets us wait counts, not the time that we take with a chunk.
 * The body is left as it is when reading ends early: to cancel it would close the connection before the answer.
 * @throws AppError `too_slow` when the patience is used up
 */
export async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  patience: Patience | undefined,
): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const asked = performance.now();
      const { done, value } = await (patience === undefined ? reader.read() : inTime(reader.read(), patience));
      if (done) return;
      if (patience !== undefined) patience.left -= performance.now() - asked;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

async function inTime<T>(work: Promise<T>, { ms, left }: Patience): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('too_slow', `the body did not arrive within ${ms / 1_000} seconds`)),
    Math.max(left, 0),
  );
  // What comes after the deadline, or an end of the connection, concerns nobody any more.
  work.catch(() => {});
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A body as a whole. One whose length the headers tell, and `checkBody` has seen, is read as it comes: to make a stream
 * of it takes as long as all else that is done with a small one.
 * @throws AppError `too_large` beyond 8,388,608 bytes, `too_slow`, `invalid_input` when it is not UTF-8
 */
export async function readBody(
  request: Pick<Request, 'arrayBuffer' | 'body'>,
  isSized: boolean,
  waitMs: number,
): Promise<string> {
  const patience = { ms: waitMs, left: waitMs };
  const bytes = isSized
    ? new Uint8Array(await inTime(request.arrayBuffer(), patience))
    : await collect(request.body, patience);
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('invalid_input', 'the body must be UTF-8', { cause: error });
  }
}

async function collect(body: ReadableStream<Uint8Array> | null, patience: Patience): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (body !== null) {
    for await (const chunk of chunksOf(body, patience)) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

export function tooLarge(): AppError {
  return new AppError('too_large', `the body must have at most ${MAX_BODY_BYTES.toLocaleString('en')} bytes`);
}
