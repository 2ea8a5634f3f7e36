import { AppError } from '../domain/errors.ts';

/** Most characters of one line of NDJSON. */
const MAX_LINE = 1_048_576;

/**
 * The lines of a UTF-8 body, one at a time.
 * @throws AppError `too_large` at a line of more than 1,048,576 characters, `invalid_input` where it is not UTF-8
 */
export async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncIterable<string> {
  if (body === null) return;
  let rest = '';
  let count = 0;
  for await (const chunk of decoded(body)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      count += 1;
      yield checked(line, count);
    }
    checked(rest, count + 1);
  }
  if (rest !== '') yield checked(rest, count + 1);
}

function checked(line: string, number: number): string {
  if (line.length > MAX_LINE) {
    throw new AppError('too_large', `line ${number} must have at most ${MAX_LINE.toLocaleString('en')} characters`);
  }
  return line;
}

async function* decoded(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  try {
    yield* body.pipeThrough(new TextDecoderStream('utf-8', { fatal: true }));
  } catch (error) {
    // What TextDecoder throws at bytes that are not UTF-8.
    if (!(error instanceof TypeError)) throw error;
    throw new AppError('invalid_input', 'the body must be UTF-8', { cause: error });
  }
}
