import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const LINUX_THREADS = '/proc/self/task';
/** What Node calls V8's threads, which collect garbage and compile beside the main one. */
const HELPER = 'V8Worker';
/** How far they stand back, as nice(1) has it. */
const HELPER_NICE = 10;
/** How far a process does that would run idle and cannot. */
const IDLE_NICE = 10;

/**
 * Makes this process stand back from others by so much, as nice(1) has it; one that was started further back stays
 * there. Linux has a value for each thread, and those of V8 are as busy as the main one.
 * @param nice 'idle' for one that runs where nobody else wants the core and leaves it at once when somebody does; where
 * that cannot be had it is 10
 */
export function standBack(nice: number | 'idle'): void {
  if (nice === 'idle') {
    if (!runIdle()) standBack(IDLE_NICE);
    return;
  }
  lower(process.pid, nice);
  forEachThread((thread) => lower(thread, nice));
}

/** SCHED_IDLE of sched(7), for all threads. Node cannot ask for it; chrt(1), which Debian has everywhere, can. */
function runIdle(): boolean {
  const asked = ['--idle', '--all-tasks', '--pid', '0', String(process.pid)];
  return spawnSync('chrt', asked, { stdio: 'ignore' }).status === 0;
}

/**
 * Makes V8's threads stand back from the main one, unless it goes before them already: where cores are few, it would wait
 * for them while readers wait.
 */
export function standBackHelpers(): void {
  if (getPriority() < 0) return;
  forEachThread((thread) => {
    if (nameOf(thread) === HELPER) lower(thread, HELPER_NICE);
  });
}

/**
 * Makes the thread that answers go before others, as nice(1) has it. Few processes may: root, those with CAP_SYS_NICE,
 * those whose limit (`ulimit -e`) allows it. One that was started at another value than 0 stays there.
 * @returns whether the thread has that value now
 */
export function stepForward(nice: number): boolean {
  if (getPriority() === 0) {
    try {
      setPriority(nice);
    } catch (error) {
      if (!['EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  return getPriority() === nice;
}

/** None on other systems, or in a container without /proc. */
function forEachThread(work: (thread: number) => void): void {
  if (!existsSync(LINUX_THREADS)) return;
  for (const thread of readdirSync(LINUX_THREADS)) {
    try {
      work(Number(thread));
    } catch (error) {
      // One that ended meanwhile is in nobody's way.
      if (!['ESRCH', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

/** Never the other way. */
function lower(id: number, nice: number): void {
  if (getPriority(id) < nice) setPriority(id, nice);
}

function nameOf(thread: number): string {
  return readFileSync(`${LINUX_THREADS}/${thread}/comm`, 'utf8').trim();
}

/** node:os tells what the system said in `info`, node:fs in the error itself. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const told = 'info' in error ? error.info : error;
  return typeof told === 'object' && told !== null && 'code' in told ? String(told.code) : undefined;
}
