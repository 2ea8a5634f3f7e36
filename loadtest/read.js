import http from 'k6/http';
import { check } from 'k6';
import { Counter } from 'k6/metrics';
import { BASE_URL, BOT } from './options.js';

/** Answers by freshness: what the reads were worth. */
const ANSWERS = Object.fromEntries(
  ['fresh', 'stale', 'heuristic', 'missing', 'degraded'].map((label) => [label, new Counter(`answers_${label}`)]),
);

/** Reads what is known of a user and checks that it is an answer. */
export function readInsights(user, query = '', tags = {}) {
  const answer = http.get(`${BASE_URL}/v1/bots/${BOT}/users/${user}/insights${query}`, {
    tags: { kind: 'read', name: 'GET insights', ...tags },
  });
  const freshness = answer.headers['Coldpath-Freshness'];
  check(answer, {
    // One check of three things: each takes the load generator time that the server would have, and the counters tell which.
    'a read is answered with 200, under a label, and not degraded': ({ status }) =>
      status === 200 && freshness in ANSWERS && freshness !== 'degraded',
  });
  ANSWERS[freshness]?.add(1);
  return answer;
}

/** A read that is neither measured nor checked. */
export function warmRead(user) {
  http.get(`${BASE_URL}/v1/bots/${BOT}/users/${user}/insights`, { tags: { kind: 'warm_up', name: 'warm-up' } });
}
