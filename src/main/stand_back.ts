import { existsSync, readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

const LINUX_THREADS = '/proc/self/task';

/**
 * Makes this process stand back from others by so much, as nice(1) has it. Linux has a value for each thread, and those
 * of V8, which collect garbage and compile, are as busy as the main one.
 */
export function standBack(nice: number): void {
  setPriority(nice);
  // Not on other systems, nor in a container without /proc.
  if (!existsSync(LINUX_THREADS)) return;
  for (const thread of readdirSync(LINUX_THREADS)) {
    try {
      setPriority(Number(thread), nice);
    } catch (error) {
      // One that ended meanwhile is in nobody's way.
      if (!(error instanceof Error && 'info' in error && isNoSuchThread(error.info))) throw error;
    }
  }
}

function isNoSuchThread(info: unknown): boolean {
  return typeof info === 'object' && info !== null && 'code' in info && info.code === 'ESRCH';
}
