// Hours of an ordinary load (DURATION, default 30 minutes here): does anything get slower, or grow? The table tells the
// memory of web and worker before and after.
import exec from 'k6/execution';
import { AFTER_WARM_UP, arrival, popularUser, RATE, READ_THRESHOLDS, SUMMARY, WARM_UP_SECONDS } from './options.js';
import { postMessage } from './post.js';
import { readInsights, warmRead } from './read.js';

const LENGTH = __ENV.DURATION || '30m';

export const options = {
  scenarios: {
    warm_up: arrival('warmUp', Math.ceil(RATE / 10), `${WARM_UP_SECONDS}s`),
    read: arrival('read', Math.ceil(RATE / 5), LENGTH, AFTER_WARM_UP),
    post: arrival('post', Math.ceil(RATE / 50), LENGTH, AFTER_WARM_UP),
  },
  thresholds: READ_THRESHOLDS,
  summaryTrendStats: SUMMARY,
};

export function warmUp() {
  warmRead(popularUser());
}

export function read() {
  readInsights(popularUser());
}

export function post() {
  postMessage(popularUser(), `soak-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
}
