import http from 'k6/http';
import { check } from 'k6';
import { answers, BASE_URL, BOT } from './options.js';

/** Reads what is known of a user and checks that it is an answer. */
export function readInsights(user, query = '') {
  const answer = http.get(`${BASE_URL}/v1/bots/${BOT}/users/${user}/insights${query}`, {
    tags: { kind: 'read', name: 'GET insights' },
  });
  const freshness = answer.headers['Coldpath-Freshness'];
  check(answer, {
    'a read is answered with 200': ({ status }) => status === 200,
    'an answer says how fresh it is': () => freshness !== undefined,
    'no answer is degraded': () => freshness !== 'degraded',
  });
  answers.add(1, { freshness: freshness || 'none' });
  return answer;
}
