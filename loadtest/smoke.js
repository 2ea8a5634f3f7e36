// One of everything, slowly: does it work at all?
import exec from 'k6/execution';
import http from 'k6/http';
import { check } from 'k6';
import { BASE_URL, BOT, popularUser, SUMMARY, unknownUser } from './options.js';
import { postMessage } from './post.js';
import { readInsights } from './read.js';

export const options = {
  vus: 2,
  iterations: 40,
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'] },
  summaryTrendStats: SUMMARY,
};

export default function smoke() {
  const user = popularUser();
  postMessage(user, `smoke-${exec.scenario.iterationInTest}-${Date.now()}`);
  readInsights(user);
  readInsights(user, '?format=prompt&max_tokens=100');
  readInsights(unknownUser());
  for (const path of ['/livez', '/readyz', '/metrics', `/v1/bots/${BOT}/performance`]) {
    check(http.get(`${BASE_URL}${path}`), { 'every other call is answered with 200': ({ status }) => status === 200 });
  }
}
