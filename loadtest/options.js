// What all load tests share. Settings come from the environment, with `-e NAME=value` or by `npm run loadtest`.
import { Counter } from 'k6/metrics';

export const BASE_URL = __ENV.BASE_URL || 'http://127.0.0.1:8787';
export const BOT = __ENV.BOT || 'bench';
/** Users that have a conversation, named user-0, user-1, … */
export const USERS = Number(__ENV.USERS || 1000);
export const RATE = Number(__ENV.RATE || 1000);
export const DURATION = __ENV.DURATION || '30s';

/** Answers by freshness: what the reads were worth. */
export const answers = new Counter('answers');

/** A load that does not wait for answers, as a crowd of bots does not: a slow server gets no mercy. */
export function arrival(exec, rate, duration, extra = {}) {
  return {
    executor: 'constant-arrival-rate',
    exec,
    rate,
    timeUnit: '1s',
    duration,
    preAllocatedVUs: Math.min(400, Math.max(10, Math.ceil(rate / 20))),
    maxVUs: 800,
    ...extra,
  };
}

/** What a read promises: see README. k6 exits with 99 when a threshold is crossed. */
export const READ_THRESHOLDS = {
  'http_req_duration{kind:read}': ['p(95)<5', 'p(99)<10'],
  'http_req_failed{kind:read}': ['rate==0'],
  dropped_iterations: ['count==0'],
  checks: ['rate==1'],
};

export const SUMMARY = ['avg', 'med', 'p(95)', 'p(99)', 'max'];

/** Zipf-distributed with exponent 1: user-0 is read most, and half of the reads go to the square root of the users. */
export function popularUser() {
  return `user-${Math.floor(USERS ** Math.random()) - 1}`;
}

export function unknownUser() {
  return `nobody-${Math.floor(Math.random() * 1e9)}`;
}
