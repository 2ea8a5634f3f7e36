import { Presets, SingleBar } from 'cli-progress';
import { importFiles, waitUntilFolded } from '../cli/import.ts';
import type { Server } from '../cli/server.ts';

/** Most refused lines that are printed; the rest is counted. */
const MAX_PRINTED = 20;

type Options = Server & { wait?: boolean; json?: boolean };

/** `coldpath import`. Exit code 0 when every line is in, 1 when some were refused, 130 after Ctrl-C. */
export async function runImport(files: string[], { wait, json, ...server }: Options): Promise<void> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const bar = new SingleBar(
    { format: '{file} [{bar}] {percentage} % | {accepted} accepted, {duplicates} there already, {rejected} refused' },
    Presets.legacy,
  );
  const counts = { accepted: 0, duplicates: 0, rejected: 0 };
  const started = performance.now();
  let printed = 0;
  let current = '';
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const result = await importFiles(files, {
      server,
      signal: interrupt.signal,
      onProgress({ file, bytes, totalBytes, outcome }) {
        Object.assign(counts, outcome);
        if (file !== current) {
          bar.stop();
          bar.start(totalBytes, 0, { file, ...outcome });
          current = file;
        }
        bar.update(bytes, { file, ...outcome });
      },
      onRejected(file, line, reason) {
        if (printed++ < MAX_PRINTED) print(`${file}:${line}: ${reason}`);
      },
      onRetry: (reason) => print(`${reason}; trying again`),
    });
    bar.stop();
    if (json !== true) report(counts, started);
    if (wait === true) await waitAndReport(server, result.conversations, { signal: interrupt.signal, json, started });
    const { accepted, duplicates, rejected } = counts;
    if (json === true) process.stdout.write(`${JSON.stringify({ accepted, duplicates, rejected })}\n`);
    if (counts.rejected > 0) process.exitCode = 1;
  } catch (error) {
    bar.stop();
    if (!interrupt.signal.aborted) throw error;
    print(`interrupted after ${counts.accepted} accepted events; the same command resumes`);
    process.exitCode = 130;
  }
}

function report(
  { accepted, duplicates, rejected }: Record<'accepted' | 'duplicates' | 'rejected', number>,
  started: number,
): void {
  const seconds = (performance.now() - started) / 1_000;
  const rate = Math.round((accepted + duplicates) / seconds);
  process.stdout.write(
    `${accepted} accepted, ${duplicates} there already, ${rejected} refused in ${seconds.toFixed(1)} s (${rate} events/s)\n`,
  );
}

async function waitAndReport(
  server: Server,
  conversations: readonly [string, string][],
  { signal, json, started }: { signal: AbortSignal; json: boolean | undefined; started: number },
): Promise<void> {
  const bar = new SingleBar({ format: 'folding [{bar}] {value}/{total} conversations' }, Presets.legacy);
  bar.start(conversations.length, 0);
  await waitUntilFolded(server, conversations, signal, (done) => bar.update(done)).finally(() => bar.stop());
  if (json === true) return;
  const seconds = (performance.now() - started) / 1_000;
  process.stdout.write(`${conversations.length} conversations folded after ${seconds.toFixed(1)} s\n`);
}
