import http from 'k6/http';
import { check } from 'k6';
import { BASE_URL, BOT } from './options.js';

const LINES = [
  'I have been thinking about the weekend, maybe we should go to the lake?',
  'work was long today, but the new project is fun',
  'did you hear back from the landlord about the kitchen?',
  'haha yes, she said exactly that',
];

/** Posts one message of a user. */
export function postMessage(user, id) {
  const events = [
    {
      event_id: id,
      kind: 'message',
      occurred_at: new Date().toISOString(),
      payload: { role: 'user', content: LINES[Math.floor(Math.random() * LINES.length)] },
    },
  ];
  const answer = http.post(`${BASE_URL}/v1/bots/${BOT}/users/${user}/events`, JSON.stringify({ events }), {
    tags: { kind: 'post', name: 'POST events' },
  });
  check(answer, { 'an event is accepted': ({ status }) => status === 202 });
  return answer;
}
