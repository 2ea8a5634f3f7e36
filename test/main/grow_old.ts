// Holds a heap of old objects, some of which are replaced all the time, as the copies of a web process are. Prints how many
// times as much as it holds the heap came to be before it was collected. With an argument it asks for rare collections.
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { collectRarely } from '../../src/main/garbage_collection.ts';

const HELD = 300;
const REPLACED = 3_000;
/** So large that V8 makes it among the old ones at once: 160 kB. */
const made = (index: number): number[] => Array.from<number>({ length: 20_000 }).fill(index);

if (process.argv[2] !== undefined) collectRarely();
const held = Array.from({ length: HELD }, (_, index) => made(index));
globalThis.gc?.();
const least = getHeapStatistics().used_heap_size;
let most = least;
for (let i = 0; i < REPLACED; i++) {
  held[i % HELD] = made(i);
  most = Math.max(most, getHeapStatistics().used_heap_size);
  await setImmediate();
}
process.stdout.write(String(most / least));
