import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callServer, openStream } from '../cli/server.ts';
import { ErasedSchema } from '../domain/answers.ts';

interface Options {
  url: string;
  key?: string;
  json?: boolean;
}

function pathOf(bot: string, user: string): string {
  return `/v1/bots/${encodeURIComponent(bot)}/users/${encodeURIComponent(user)}`;
}

/** `coldpath export`: NDJSON to stdout, or to a file that is there only when it is whole. Exit code 0, 1 or 130. */
export async function runExport(bot: string, user: string, options: Options & { out?: string }): Promise<void> {
  const { out, json } = options;
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const { signal } = interrupt;
  const partial = out === undefined ? undefined : `${out}.partial`;
  let bytes = 0;
  let lines = 0;
  try {
    const body = await openStream(options, `${pathOf(bot, user)}/export`, signal);
    const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const chunk of source) {
        bytes += chunk.length;
        for (const byte of chunk) if (byte === 10) lines += 1;
        yield chunk;
      }
    };
    const target = partial === undefined ? process.stdout : createWriteStream(partial);
    await pipeline(Readable.fromWeb(body), counted, target, { signal, end: partial !== undefined });
    if (out === undefined || partial === undefined) return;
    await rename(partial, out);
    const report = json === true ? JSON.stringify({ file: out, lines, bytes }) : `${lines} lines in ${out}`;
    process.stdout.write(`${report}\n`);
  } catch (error) {
    if (partial !== undefined) await rm(partial, { force: true });
    if (!signal.aborted) throw error;
    process.stderr.write('coldpath: interrupted, nothing was kept\n');
    process.exitCode = 130;
  }
}

/** `coldpath erase`. Exit code 0 when it was erased, 1 when it was not. */
export async function runErase(bot: string, user: string, options: Options & { yes?: boolean }): Promise<void> {
  if (options.yes !== true && !(await isSure(`Erase everything of user "${user}" with bot "${bot}"?`))) {
    process.exitCode = 1;
    return;
  }
  const erased = await callServer(options, pathOf(bot, user), ErasedSchema, { method: 'DELETE' });
  const { events, rows, jobs } = erased;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(erased)}\n`
      : `erased ${events} events, ${rows} rows and ${jobs} jobs of user "${user}" with bot "${bot}"\n`,
  );
}

async function isSure(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write('coldpath: nothing was erased: no terminal to ask at, say --yes\n');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} It cannot be undone. Type yes: `).finally(() => terminal.close());
  if (answer.trim().toLowerCase() === 'yes') return true;
  process.stderr.write('coldpath: nothing was erased\n');
  return false;
}
