// From quiet to five times RATE within seconds, and back: does it answer all the while, and is it well afterwards?
import { popularUser, RATE, SUMMARY } from './options.js';
import { readInsights } from './read.js';

export const options = {
  scenarios: {
    spike: {
      executor: 'ramping-arrival-rate',
      startRate: Math.ceil(RATE / 10),
      timeUnit: '1s',
      preAllocatedVUs: 200,
      maxVUs: 1000,
      stages: [
        { target: Math.ceil(RATE / 10), duration: '5s' },
        { target: RATE * 5, duration: '5s' },
        { target: RATE * 5, duration: '10s' },
        { target: Math.ceil(RATE / 10), duration: '5s' },
        { target: Math.ceil(RATE / 10), duration: '10s' },
      ],
    },
  },
  // Under more load than it can bear a read may be slow or late with its database; it may not fail.
  thresholds: { 'http_req_failed{kind:read}': ['rate==0'] },
  summaryTrendStats: SUMMARY,
};

export default function spike() {
  readInsights(popularUser());
}
