import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** A coldpath process under test. */
export interface Started {
  log: () => string;
  /** What a line of its log says. @throws Error with the log when it does not within the time, or the process ends */
  said: (what: RegExp) => Promise<string>;
  /** SIGTERM. @returns the exit code */
  stop: () => Promise<number | null>;
}

const SAID_MS = 60_000;
const POLL_MS = 50;

/** Starts a program; it is killed at the latest when this process ends. */
export function start(
  [program = '', ...given]: readonly string[],
  env: Record<string, string>,
  options: { cwd?: string } = {},
): Started {
  const child = spawn(program, given, { env, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
  const closed = once(child, 'close').then(([code]) => {
    process.off('exit', kill);
    return code as number | null;
  });
  return {
    log: () => log,
    async said(what) {
      const deadline = performance.now() + SAID_MS;
      for (let found = what.exec(log); ; found = what.exec(log)) {
        if (found !== null) return found[1] ?? found[0];
        if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline)
          throw new Error(`never said ${String(what)}, but:\n${log}`);
        await setTimeout(POLL_MS);
      }
    },
    stop() {
      child.kill('SIGTERM');
      return closed;
    },
  };
}
