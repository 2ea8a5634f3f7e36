import { AppError } from '../domain/errors.ts';
import { chunksOf } from './read_body.ts';

/** Most characters of one line of NDJSON. */
const MAX_LINE = 1_048_576;

/**
 * The lines of a UTF-8 body, one at a time.
 * @param waitMs milliseconds to wait for the end of a line; forever when left out
 * @throws AppError `too_large` at a line of more than 1,048,576 characters, `invalid_input` where it is not UTF-8,
 *   `too_slow` when a line does not end in time
 */
export async function* linesOf(body: ReadableStream<Uint8Array> | null, waitMs?: number): AsyncIterable<string> {
  if (body === null) return;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const patience = waitMs === undefined ? undefined : { ms: waitMs, left: waitMs };
  /** The beginning of a line, in pieces: put together once, however small they come. */
  let begun: string[] = [];
  let length = 0;
  let number = 1;
  const add = (piece: string): void => {
    begun.push(piece);
    length += piece.length;
    if (length <= MAX_LINE) return;
    throw new AppError('too_large', `line ${number} must have at most ${MAX_LINE.toLocaleString('en')} characters`);
  };
  const end = (): string => {
    const line = begun.join('');
    begun = [];
    length = 0;
    number += 1;
    if (patience !== undefined) patience.left = patience.ms;
    return line;
  };
  for await (const chunk of chunksOf(body, patience)) {
    const pieces = decode(decoder, chunk).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) yield end();
      add(piece);
    }
  }
  add(decode(decoder));
  if (length > 0) yield end();
}

/** Without a chunk: the end, where nothing may be left over. */
function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    throw new AppError('invalid_input', 'the body must be UTF-8', { cause: error });
  }
}
