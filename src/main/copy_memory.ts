import { totalmem } from 'node:os';
import process from 'node:process';

const MB = 1_048_576;
/** Share of the memory for copies of insights; a web process that reads all the time takes some 350 MB beside them. */
const SHARE = 1 / 8;
const LEAST_BYTES = 32 * MB;
const MOST_BYTES = 512 * MB;

/**
 * Bytes of memory for copies of insights where nobody says how many.
 * @param memoryBytes that the process may use
 */
export function usualCopyBytes(memoryBytes: number = memoryOfProcess()): number {
  return Math.floor(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, memoryBytes * SHARE)));
}

/** The machine's memory, or what a container leaves of it. */
function memoryOfProcess(): number {
  const limit = process.constrainedMemory();
  // 0, or more than there is, where nothing limits it.
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
