import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';

/** What an orchestrator waits before it starts a process again. */
const RESTART_MS = 300;
/** How long a process gets to stop in order; coldpath's own grace period is 20 seconds. */
const STOP_MS = 30_000;

/** A process that is started again whenever it ends, until it is stopped. */
export interface Supervised {
  name: string;
  /** Sends a signal to the process that runs now, if one does. */
  signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void;
  /** Times it ended although nobody killed it. */
  endedByItself: () => number;
  /** SIGTERM, then the exit code; null when it had to be killed. */
  stop: () => Promise<number | null>;
  /** At once, in no order. */
  kill: () => void;
}

export interface Program {
  name: string;
  script: string;
  nodeOptions?: readonly string[];
  env: Record<string, string>;
  logDirectory: string;
}

/** Starts a program and keeps it running. */
export function supervise(program: Program): Supervised {
  const log = createWriteStream(join(program.logDirectory, `${program.name}.log`));
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let killed = false;
  let byItself = 0;
  const start = (): void => {
    killed = false;
    child = launch(program, log);
    child.once('exit', (code, signal) => {
      if (stopping) return;
      log.write(`-- ended with ${code ?? signal}\n`);
      if (!killed) byItself += 1;
      timer = setTimeout(start, RESTART_MS);
    });
  };
  start();
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const halt = (): void => {
    stopping = true;
    clearTimeout(timer);
  };
  return {
    name: program.name,
    endedByItself: () => byItself,
    signal(signal) {
      if (!isRunning()) return;
      if (signal === 'SIGKILL') killed = true;
      child?.kill(signal);
    },
    async stop() {
      halt();
      if (child === undefined || !isRunning()) return null;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(late);
      return child.exitCode;
    },
    kill() {
      halt();
      if (isRunning()) child?.kill('SIGKILL');
    },
  };
}

function launch({ script, nodeOptions = [], env }: Program, log: WriteStream): ChildProcess {
  const child = spawn(process.execPath, [...nodeOptions, script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return child;
}
