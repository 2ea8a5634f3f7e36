// What all load tests share. Settings come from the environment, with `-e NAME=value` or by `npm run loadtest`.

export const BASE_URL = __ENV.BASE_URL || 'http://127.0.0.1:8787';
export const BOT = __ENV.BOT || 'bench';
/** Users whose rows are unexpired at the start, named user-0, user-1, … */
export const USERS = Number(__ENV.USERS || 1000);
/** Users after those, fully folded, whose rows have expired: a read projects them anew. */
export const EXPIRED_USERS = Number(__ENV.EXPIRED_USERS || 0);
export const RATE = Number(__ENV.RATE || 1000);
export const DURATION = __ENV.DURATION || '30s';

/** A load that does not wait for answers, as a crowd of bots does not: a slow server gets no mercy. */
export function arrival(exec, rate, duration, extra = {}) {
  return {
    executor: 'constant-arrival-rate',
    exec,
    rate,
    timeUnit: '1s',
    duration,
    // A reader each for a fifth of a second's reads: a hiccup that long makes answers late, and loses none.
    preAllocatedVUs: Math.min(400, Math.max(20, Math.ceil(rate / 5))),
    maxVUs: 800,
    ...extra,
  };
}

/** Saves the load generator work that would be taken from the server, which shares its cores. */
export const LEAN = { discardResponseBodies: true, systemTags: ['scenario', 'status', 'error'] };

/** What a read promises: see README. k6 exits with 99 when a threshold is crossed. */
export const READ_THRESHOLDS = {
  'http_req_duration{kind:read}': ['p(95)<5', 'p(99)<10'],
  'http_req_failed{kind:read}': ['rate==0'],
  'dropped_iterations{scenario:read}': ['count==0'],
  checks: ['rate==1'],
};

/** The same for reads that project anew; EXPIRED is their share of all reads. */
export const EXPIRED = EXPIRED_USERS > 0 ? Number(__ENV.EXPIRED || 0.1) : 0;
export const EXPIRED_THRESHOLDS = EXPIRED > 0 ? { 'http_req_duration{rows:expired}': ['p(95)<5'] } : {};

/**
 * Seconds in which web and worker are given something to do before anything is measured: they are as cold as they ever
 * are when the test has just started them.
 */
export const WARM_UP_SECONDS = Number(__ENV.WARM_UP_SECONDS || 5);
export const AFTER_WARM_UP = { startTime: `${WARM_UP_SECONDS + 1}s` };

export const SUMMARY = ['avg', 'med', 'p(95)', 'p(99)', 'max'];

/** Zipf-distributed with exponent 1: user-0 is read most, and half of the reads go to the square root of the users. */
export function popularUser() {
  return `user-${Math.floor(USERS ** Math.random()) - 1}`;
}

export function unknownUser() {
  return `nobody-${Math.floor(Math.random() * 1e9)}`;
}

/** Evenly, so that few of them are in memory from an earlier read. */
export function expiredUser() {
  return `user-${USERS + Math.floor(Math.random() * EXPIRED_USERS)}`;
}
