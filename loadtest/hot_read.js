// The promise: RATE reads a second (default 1,000) while the worker runs and 100 events a second come in.
import exec from 'k6/execution';
import { arrival, DURATION, popularUser, RATE, READ_THRESHOLDS, SUMMARY, unknownUser } from './options.js';
import { postMessage } from './post.js';
import { readInsights } from './read.js';

const EVENTS = Number(__ENV.EVENTS || 100);
/** Share of the reads that are of users nobody has heard of. */
const UNKNOWN = 0.02;

export const options = {
  scenarios: {
    read: arrival('read', RATE, DURATION),
    ...(EVENTS > 0 && { post: arrival('post', EVENTS, DURATION) }),
  },
  thresholds: READ_THRESHOLDS,
  summaryTrendStats: SUMMARY,
};

export function read() {
  readInsights(Math.random() < UNKNOWN ? unknownUser() : popularUser());
}

export function post() {
  postMessage(popularUser(), `hot-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
}
