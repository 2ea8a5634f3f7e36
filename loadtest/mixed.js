// A day of a busy bot in a minute: reads, as many events, and prompts, all at once.
import exec from 'k6/execution';
import { arrival, DURATION, popularUser, RATE, SUMMARY } from './options.js';
import { postMessage } from './post.js';
import { readInsights } from './read.js';

export const options = {
  scenarios: {
    read: arrival('read', Math.ceil(RATE / 4), DURATION),
    prompt: arrival('prompt', Math.ceil(RATE / 4), DURATION),
    post: arrival('post', Math.ceil(RATE / 4), DURATION),
  },
  thresholds: {
    'http_req_duration{kind:read}': ['p(95)<20', 'p(99)<50'],
    'http_req_duration{kind:post}': ['p(95)<100'],
    http_req_failed: ['rate==0'],
    checks: ['rate==1'],
  },
  summaryTrendStats: SUMMARY,
};

export function read() {
  readInsights(popularUser());
}

export function prompt() {
  readInsights(popularUser(), '?format=prompt&max_tokens=150');
}

export function post() {
  postMessage(popularUser(), `mixed-${exec.vu.idInTest}-${exec.scenario.iterationInTest}-${Date.now()}`);
}
