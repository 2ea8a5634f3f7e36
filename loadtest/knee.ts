import type { Run } from './runs.ts';

/** Reads a second between which the knee is looked for. */
const LOWEST = 50;
const HIGHEST = 32_000;
/** The knee is told to within a tenth. */
const PRECISION = 1.1;

/**
 * The highest rate at which all thresholds hold: doubles the rate, or halves it, until one side of the knee is left,
 * then narrows it down. Takes 16 runs at the most.
 * @param start the first rate to try, a second
 * @param run tries a rate
 * @returns the highest rate that held; 0 when none did
 */
export async function findKnee(start: number, run: (rate: number) => Promise<Pick<Run, 'held'>>): Promise<number> {
  let held = 0;
  let crossed = Number.POSITIVE_INFINITY;
  for (let rate = start; rate >= LOWEST && rate <= HIGHEST;) {
    if ((await run(Math.round(rate))).held) held = rate;
    else crossed = rate;
    if (held === 0) rate /= 2;
    else if (crossed === Number.POSITIVE_INFINITY) rate *= 2;
    else if (crossed / held <= PRECISION) break;
    else rate = Math.sqrt(held * crossed);
  }
  return Math.round(held);
}
