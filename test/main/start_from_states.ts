// Starts engines from stored states over and over, as a worker does: a while so that many are in hand at once, as when the
// database is slow, then one at a time. Prints how many megabytes of
// objects became old in the second part.
import { getHeapSpaceStatistics } from 'node:v8';
import { madeUpEvents } from '../../loadtest/bench/made_up_events.ts';
import { keepStatesYoung } from '../../src/main/garbage_collection.ts';
import { foldPage, startEngines, statesOf } from '../../src/pipeline/engines_at_work.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const SLOW = 1_500;
const IN_HAND = 300;
const FAST = 2_500;

if (process.argv.includes('young')) keepStatesYoung();
const { engines } = startEngines([]);
await foldPage(engines, [...madeUpEvents(60, analyzeMessage)]);
const stored = JSON.stringify(statesOf(engines));
const startAgain = () => startEngines(JSON.parse(stored) as Parameters<typeof startEngines>[0]);

const inHand = Array.from({ length: IN_HAND }, startAgain);
for (let i = 0; i < SLOW; i++) inHand[i % IN_HAND] = startAgain();
inHand.length = 0;
let grown = 0;
let last = oldBytes();
for (let i = 0; i < FAST; i++) {
  startAgain();
  const now = oldBytes();
  grown += Math.max(0, now - last);
  last = now;
}
process.stdout.write(String(grown / 1e6));

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0;
}
