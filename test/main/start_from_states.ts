// Starts a worker and stops it, then starts engines from stored states as it does: a while so that many are in hand at once,
// as when the database is slow, then one at a time. Prints how many megabytes of objects became old in the second part.
import { getHeapSpaceStatistics } from 'node:v8';
import { madeUpEvents } from '../../loadtest/bench/made_up_events.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPGlite } from '../../src/db/pglite.ts';
import { parseConfig } from '../../src/config.ts';
import { createLogger } from '../../src/main/logger.ts';
import { startMeasuring } from '../../src/main/measuring.ts';
import { startWorker } from '../../src/main/wire.ts';
import { foldPage, startEngines, statesOf } from '../../src/pipeline/engines_at_work.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const SLOW = 1_500;
const IN_HAND = 300;
const FAST = 2_500;

const config = parseConfig({ LOG_LEVEL: 'error' });
const logger = createLogger(config);
const db = await openPGlite();
await migrate(db);
const measuring = startMeasuring(db, config, logger);
await (await startWorker(db, config, logger, measuring)).stop();
await measuring.stop();
await db.close();

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
