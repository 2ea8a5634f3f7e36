import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import { linesOf } from '../http/lines.ts';
import { authorization } from './server.ts';
import type { Server } from './server.ts';
import { postLines } from './post_lines.ts';
import type { Outcome } from './post_lines.ts';

/** Lines a request carries. */
const BATCH_LINES = 500;
/** Bytes a request carries at the most, unless one line alone has more. */
const BATCH_BYTES = 1_000_000;

/** What an import tells while it runs. */
export interface ImportProgress {
  file: string;
  bytes: number;
  totalBytes: number;
  outcome: Outcome;
}

export interface ImportOptions {
  server: Server;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  /** Told of each line that the server refused. */
  onRejected: (file: string, line: number, reason: string) => void;
  /** Told that a request is tried again. */
  onRetry: (reason: string) => void;
}

/** What an import did. */
export interface ImportResult extends Outcome {
  /** Conversations that had lines in the files, as [bot_name, user_id]. */
  conversations: [string, string][];
}

/**
 * Sends NDJSON files to a server, in batches, each tried again while the server cannot be reached. Running it again
 * after an interruption is safe: what the server has already is counted as a duplicate.
 * @throws AppError `unavailable` when the server stays away, the file system's error when a file cannot be read
 */
export async function importFiles(files: readonly string[], options: ImportOptions): Promise<ImportResult> {
  const totals: Outcome = { accepted: 0, duplicates: 0, rejected: 0 };
  const conversations = new Map<string, [string, string]>();
  for (const file of files) {
    const totalBytes = (await stat(file)).size;
    let bytes = 0;
    for await (const batch of batchesOf(file)) {
      options.signal.throwIfAborted();
      const answer = await postLines(options.server, batch.lines, options);
      totals.accepted += answer.accepted;
      totals.duplicates += answer.duplicates;
      totals.rejected += answer.rejected;
      for (const { line, reason } of answer.errors) options.onRejected(file, batch.firstLine + line - 1, reason);
      for (const line of batch.lines) remember(conversations, line);
      bytes += batch.bytes;
      options.onProgress({ file, bytes: Math.min(bytes, totalBytes), totalBytes, outcome: { ...totals } });
    }
  }
  return { ...totals, conversations: [...conversations.values()] };
}

interface Batch {
  firstLine: number;
  lines: string[];
  bytes: number;
}

async function* batchesOf(file: string): AsyncIterable<Batch> {
  let batch: Batch = { firstLine: 1, lines: [], bytes: 0 };
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  for await (const line of linesOf(body)) {
    batch.lines.push(line);
    batch.bytes += Buffer.byteLength(line) + 1;
    if (batch.lines.length >= BATCH_LINES || batch.bytes >= BATCH_BYTES) {
      yield batch;
      batch = { firstLine: batch.firstLine + batch.lines.length, lines: [], bytes: 0 };
    }
  }
  if (batch.lines.length > 0) yield batch;
}

const KeySchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ bot_name: v.string(), user_id: v.string() }));

function remember(conversations: Map<string, [string, string]>, line: string): void {
  const parsed = v.safeParse(KeySchema, line);
  if (!parsed.success) return;
  const key: [string, string] = [parsed.output.bot_name, parsed.output.user_id];
  conversations.set(JSON.stringify(key), key);
}

const StatusSchema = v.object({ unfolded: v.number() });
const POLL_MS = 250;

/**
 * Waits until nothing of these conversations is unfolded.
 * @param onProgress told how many are done
 * @throws AppError `unavailable` when the server does not answer
 */
export async function waitUntilFolded(
  server: Server,
  conversations: readonly [string, string][],
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<void> {
  let waiting = conversations;
  while (waiting.length > 0) {
    const behind: [string, string][] = [];
    for (const key of waiting) if (!(await isFolded(server, key, signal))) behind.push(key);
    waiting = behind;
    onProgress(conversations.length - waiting.length);
    if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function isFolded({ url, key }: Server, [bot, user]: [string, string], signal: AbortSignal): Promise<boolean> {
  const path = `/v1/bots/${encodeURIComponent(bot)}/users/${encodeURIComponent(user)}/status`;
  const answer = await fetch(new URL(path, url), { signal, headers: authorization(key) });
  if (answer.status === 404) return true; // every line of it was refused
  if (!answer.ok) throw new AppError('unavailable', `the server answered ${answer.status} to ${path}`);
  return v.parse(StatusSchema, await answer.json()).unfolded === 0;
}
