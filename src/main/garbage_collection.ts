import { setFlagsFromString } from 'node:v8';

/**
 * For a process that refreshes conversations. V8 notes where objects are made that outlive its collections of young
 * ones, and makes those that come from there among the old ones at once. A few refreshes that wait for the database
 * from one collection to the next are enough for it to think so of engine states: each of them is then garbage that only
 * a collection of the whole heap finds, and holds all that it refers to until then.
 */
export function keepStatesYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * For a process that answers readers. A collection of the whole heap takes a tenth of a second of CPU, and readers wait for
 * a core meanwhile, in Postgres too. V8 begins one when the heap has grown by a third, all of it garbage here, and then
 * often a second one; now it waits until there is three times as much.
 */
export function collectRarely(): void {
  setFlagsFromString('--heap-growing-percent=200');
}
