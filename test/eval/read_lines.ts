import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';

/** A line that cannot be used; the message names the file, the line and what is wrong. */
export class BadLine extends Error {}

/** The JSON lines of a file, one at a time, empty ones left out. @throws BadLine */
export async function* readLines(file: string): AsyncIterable<{ number: number; line: unknown }> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text.trim() !== '') yield { number, line: parsed(text, `${file}:${number}`) };
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadLine(`${where}: not JSON: "${text.slice(0, 40)}"`, { cause: error });
  }
}

/** Does something with a line; what a schema refuses becomes a {@link BadLine}. */
export async function using<Result>(where: string, act: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error;
    throw new BadLine(`${where}: ${placeOf(error.issues)}${error.message}`, { cause: error });
  }
}

/** `"name": `, or nothing when the whole line is refused. */
function placeOf([issue]: readonly v.BaseIssue<unknown>[]): string {
  const path = issue === undefined ? null : v.getDotPath(issue);
  return path === null ? '' : `"${path}": `;
}
