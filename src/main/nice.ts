import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const LINUX_THREADS = '/proc/self/task';
/** What Node calls V8's threads, which collect garbage and compile beside the main one. */
const HELPER = 'V8Worker';
/** How far they stand back, as nice(1) has it. */
const HELPER_NICE = 10;

/**
 * Makes this process stand back from others by so much, as nice(1) has it; one that was started further back stays
 * there. Linux has a value for each thread, and those of V8 are as busy as the main one.
 */
export function standBack(nice: number): void {
  lower(process.pid, nice);
  forEachThread((thread) => lower(thread, nice));
}

/** Makes V8's threads stand back from the main one: where cores are few, it would wait for them while readers wait. */
export function standBackHelpers(): void {
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
