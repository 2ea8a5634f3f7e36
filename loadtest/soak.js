// Hours of an ordinary load (DURATION, default 30 minutes here): does anything grow?
import exec from 'k6/execution';
import { arrival, popularUser, RATE, READ_THRESHOLDS, SUMMARY } from './options.js';
import { postMessage } from './post.js';
import { readInsights } from './read.js';

const LENGTH = __ENV.DURATION || '30m';

export const options = {
  scenarios: {
    read: arrival('read', Math.ceil(RATE / 5), LENGTH),
    post: arrival('post', Math.ceil(RATE / 50), LENGTH),
  },
  thresholds: READ_THRESHOLDS,
  summaryTrendStats: SUMMARY,
};

export function read() {
  readInsights(popularUser());
}

export function post() {
  postMessage(popularUser(), `soak-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
}
