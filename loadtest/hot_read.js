// The promise: RATE reads a second (default 1,000) while the worker runs and 100 events a second come in. Popular users
// are mostly answered from memory, the others from Postgres; some users nobody has heard of; a tenth of the reads are of
// conversations whose rows have expired.
import exec from 'k6/execution';
import { check } from 'k6';
import {
  AFTER_WARM_UP,
  arrival,
  DURATION,
  EXPIRED,
  EXPIRED_THRESHOLDS,
  expiredUser,
  LEAN,
  popularUser,
  RATE,
  READ_THRESHOLDS,
  SUMMARY,
  unknownUser,
  WARM_UP_SECONDS,
} from './options.js';
import { postMessage } from './post.js';
import { readInsights, warmRead } from './read.js';

const EVENTS = Number(__ENV.EVENTS || 100);
/** Share of the reads that are of users nobody has heard of. */
const UNKNOWN = 0.02;

export const options = {
  ...LEAN,
  scenarios: {
    warm_up: arrival('warmUp', Math.ceil(RATE / 2), `${WARM_UP_SECONDS}s`),
    read: arrival('read', RATE, DURATION, AFTER_WARM_UP),
    ...(EVENTS > 0 && { post: arrival('post', EVENTS, DURATION, AFTER_WARM_UP) }),
  },
  thresholds: { ...READ_THRESHOLDS, ...EXPIRED_THRESHOLDS },
  summaryTrendStats: SUMMARY,
};

export function read() {
  const choice = Math.random();
  if (choice < UNKNOWN) readInsights(unknownUser());
  else if (choice < UNKNOWN + EXPIRED) readExpired();
  else readInsights(popularUser());
}

/** The same without being looked at. */
export function warmUp() {
  if (EVENTS > 0 && Math.random() < 2 * (EVENTS / RATE)) {
    postMessage(popularUser(), `warm-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
  } else {
    warmRead(Math.random() < EXPIRED ? expiredUser() : popularUser());
  }
}

function readExpired() {
  const answer = readInsights(expiredUser(), '', { rows: 'expired' });
  // One that came too late for the database has failed a check already.
  check(answer, {
    'expired rows are projected anew': ({ headers }) => ['fresh', 'degraded'].includes(headers['Coldpath-Freshness']),
  });
}

export function post() {
  postMessage(popularUser(), `hot-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
}
