import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const LINUX_THREADS = '/proc/self/task';
/** What Node calls V8's threads, which collect garbage and compile beside the main one. */
const HELPER = 'V8Worker';
/** How far they stand back, as nice(1) has it. */
const HELPER_NICE = 10;

/**
 * Makes this process stand back from others by so much, as nice(1) has it. Linux has a value for each thread, and those
 * of V8 are as busy as the main one.
 */
export function standBack(nice: number): void {
  setPriority(nice);
  for (const thread of linuxThreads()) setNice(thread, nice);
}

/** Makes V8's threads stand back from the main one: where cores are few, it would wait for them while readers wait. */
export function standBackHelpers(): void {
  for (const thread of linuxThreads()) {
    if (isHelper(thread)) setNice(thread, HELPER_NICE);
  }
}

/** None on other systems, or in a container without /proc. */
function linuxThreads(): string[] {
  return existsSync(LINUX_THREADS) ? readdirSync(LINUX_THREADS) : [];
}

function isHelper(thread: string): boolean {
  try {
    return readFileSync(`${LINUX_THREADS}/${thread}/comm`, 'utf8').trim() === HELPER;
  } catch (error) {
    if (hasEnded(error)) return false;
    throw error;
  }
}

function setNice(thread: string, nice: number): void {
  try {
    setPriority(Number(thread), nice);
  } catch (error) {
    if (!hasEnded(error)) throw error;
  }
}

/** Whether it failed because the thread ended meanwhile: then it is in nobody's way. */
function hasEnded(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const told = 'info' in error ? error.info : error;
  const code = typeof told === 'object' && told !== null && 'code' in told ? told.code : undefined;
  return code === 'ESRCH' || code === 'ENOENT';
}
