import * as v from 'valibot';
import * as answers from '../../domain/answers.ts';
import { EventSchema, MAX_EVENTS_PER_CALL } from '../../domain/event.ts';
import * as inputs from '../inputs.ts';
import { EVENTS, INSIGHTS, KEY, PERFORMANCE_ANSWER, QUEUE, STATUS } from './examples.ts';
import type { Operation } from './operation.ts';

const at = '2026-01-31T18:00:00.000Z';
const user = '/v1/bots/{bot}/users/{user}';
const text = (type: string, example: string) => ({ type, schema: v.string(), example });

/** The body of POST …/events with the events told; the route parses one after the other, so that each has its result. */
const EventsSchema = v.strictObject({
  events: v.pipe(v.array(EventSchema), v.minLength(1), v.maxLength(MAX_EVENTS_PER_CALL)),
});
const LINE = JSON.stringify({ ...KEY, ...EVENTS[0] });
const FAILED = {
  id: 7,
  task: 'refresh_user',
  ...KEY,
  attempts: 8,
  last_error: 'made no progress for 60 seconds',
  failed_at: at,
};
const SHOWN_KEY = { key_id: '0123456789ab', bot_name: 'elena', scopes: ['read', 'write'], created_at: at };

/** Every call of the API. A test holds that each route is here, and each of these is a route. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: `${user}/insights`,
    id: 'readInsights',
    tag: 'Insights',
    summary: 'What there is to know before the next reply',
    description:
      'Six sections and guidance for a prompt, from memory or one indexed read. Answered with 200 however the database is doing; each section says how fresh it is. `format=prompt` gives the guidance alone, within `max_tokens`. With `If-None-Match`, 304 while nothing has changed. A row that somebody typed into a table is served as it is, whatever its `data` holds.',
    query: inputs.InsightQuerySchema,
    answers: {
      200: {
        description: 'What is known. The header `coldpath-freshness` has the least fresh label.',
        content: [{ schema: answers.InsightsAnswerSchema, example: INSIGHTS }, text('text/plain', INSIGHTS.guidance)],
      },
      304: { description: 'What the caller has is what there is.' },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/bots/{bot}/performance',
    id: 'readPerformance',
    tag: 'Insights',
    summary: 'How a bot does with all its users',
    answers: {
      200: {
        description: 'By window in hours: 24, 168, 720.',
        content: [{ schema: answers.PerformanceAnswerSchema, example: PERFORMANCE_ANSWER }],
      },
    },
    problems: [],
  },
  {
    method: 'post',
    path: `${user}/events`,
    id: 'postEvents',
    tag: 'Events',
    summary: 'Tell what happened in one conversation',
    description:
      'At most 1,000 events. Each is accepted, a duplicate (its event_id is known: nothing changes) or rejected, by index. What is accepted is in the log when this answers, and in the insights shortly after: see the status.',
    body: { schema: EventsSchema, example: { events: EVENTS } },
    answers: {
      202: {
        description: 'At least one event is in the log.',
        content: [
          {
            schema: answers.PostedEventsSchema,
            example: {
              accepted: 1,
              duplicates: 1,
              rejected: 1,
              results: [
                { status: 'accepted', seq: 3 },
                { status: 'duplicate' },
                {
                  status: 'rejected',
                  errors: [{ field: 'events.2.payload.role', message: 'must be "user" or "bot"' }],
                },
              ],
            },
          },
        ],
      },
    },
    problems: [408, 413, 415],
  },
  {
    method: 'post',
    path: '/v1/events',
    id: 'streamEvents',
    tag: 'Events',
    summary: 'A history of any length, one event a line',
    description:
      'NDJSON in constant memory; the schema is that of one line. Also takes what an export gives, whose first line may be a checkpoint. Sending it again is safe.',
    body: {
      type: 'application/x-ndjson',
      schema: v.pipe(v.string(), v.description('Lines of JSON, each an event with its bot_name and user_id')),
      example: `${LINE}\n`,
    },
    answers: {
      202: {
        description: 'How many lines became what.',
        content: [
          {
            schema: answers.PostedLinesSchema,
            example: {
              lines: 2,
              accepted: 1,
              duplicates: 0,
              rejected: 1,
              errors: [{ line: 2, errors: [{ field: 'kind', message: 'is missing' }] }],
            },
          },
        ],
      },
    },
    problems: [408, 413, 415],
  },
  {
    method: 'get',
    path: `${user}/status`,
    id: 'readStatus',
    tag: 'Conversations',
    summary: 'How much of the log is in the insights',
    description: 'With `event_id`, also whether that event is in yet: `accepted`, then `folded`.',
    query: inputs.StatusQuerySchema,
    answers: {
      200: { description: 'The progress.', content: [{ schema: answers.StatusAnswerSchema, example: STATUS }] },
    },
    problems: [404],
  },
  {
    method: 'post',
    path: `${user}/refresh`,
    id: 'refresh',
    tag: 'Conversations',
    summary: 'Refresh now, before all others',
    description:
      'Waits up to `wait` milliseconds, 0 by default. A conversation that failed within the hour keeps its back-off.',
    query: inputs.RefreshQuerySchema,
    answers: {
      200: {
        description: 'It is in.',
        content: [
          {
            schema: answers.RefreshAnswerSchema,
            example: { ...KEY, refreshed: true, last_seq: 3, folded_seq: 3, waited_ms: 42 },
          },
        ],
      },
      202: {
        description: 'It is queued.',
        content: [
          {
            schema: answers.RefreshAnswerSchema,
            example: { ...KEY, refreshed: false, last_seq: 3, folded_seq: 2, waited_ms: 0 },
          },
        ],
      },
    },
    problems: [404, 409],
  },
  {
    method: 'delete',
    path: `${user}/cache`,
    id: 'dropCache',
    tag: 'Conversations',
    summary: 'Drop the cached rows',
    description: 'Events and states stay. A dropped row is gone until the next refresh: post one to have it back.',
    answers: {
      200: {
        description: 'How many rows there were.',
        content: [{ schema: answers.DroppedCacheSchema, example: { ...KEY, rows: 5 } }],
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: `${user}/export`,
    id: 'exportConversation',
    tag: 'Conversations',
    summary: 'All that is held on a user',
    description:
      'NDJSON in the form that POST /v1/events takes: imported into an empty database it gives the same rows. Where retention has pruned events, the first line is the checkpoint that stands in for them. A connection that breaks off means that it is not whole.',
    answers: {
      200: { description: 'One event a line.', content: [text('application/x-ndjson', `${LINE}\n`)] },
    },
    problems: [404],
  },
  {
    method: 'delete',
    path: user,
    id: 'eraseUser',
    tag: 'Conversations',
    summary: 'Erase a user',
    description:
      'Events, annotations, states, checkpoints, rows, jobs, what the user added to the bot’s hourly sums, and the copies in the memory of every process, in one transaction. Nothing comes back, also from a refresh that runs meanwhile. Stop posting first: a user who is posted about again begins anew.',
    answers: {
      200: {
        description: 'How much there was; all 0 when there was nothing.',
        content: [{ schema: answers.ErasedSchema, example: { ...KEY, events: 3, rows: 5, jobs: 1 } }],
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/bots',
    id: 'listBots',
    tag: 'Bots',
    summary: 'All bots, a page at a time',
    query: inputs.NamePageSchema,
    answers: {
      200: {
        description: 'Pass `next_after` as `after` for the next page; null on the last.',
        content: [
          {
            schema: answers.BotsAnswerSchema,
            example: {
              bots: [{ bot_name: 'elena', created_at: at, performed_at: at, refresh_ahead_seconds: 0 }],
              next_after: null,
            },
          },
        ],
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/bots/{bot}/users',
    id: 'listUsers',
    tag: 'Bots',
    summary: 'The users of a bot, a page at a time',
    query: inputs.NamePageSchema,
    answers: {
      200: {
        description: 'Pass `next_after` as `after` for the next page; null on the last.',
        content: [
          {
            schema: answers.UsersAnswerSchema,
            example: {
              bot_name: 'elena',
              users: [
                {
                  user_id: '42',
                  last_seq: 3,
                  folded_seq: 3,
                  user_messages: 1,
                  bot_messages: 1,
                  first_event_at: at,
                  last_event_at: at,
                },
              ],
              next_after: null,
            },
          },
        ],
      },
    },
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/jobs/failed',
    id: 'listFailedJobs',
    tag: 'Jobs',
    summary: 'Jobs that used up their attempts',
    query: inputs.FailedJobsQuerySchema,
    answers: {
      200: {
        description: 'A page of at most 100.',
        content: [{ schema: answers.FailedJobsSchema, example: { jobs: [FAILED], next_after: null } }],
      },
    },
    problems: [],
  },
  {
    method: 'post',
    path: '/v1/jobs/failed/retry',
    id: 'retryFailedJobs',
    tag: 'Jobs',
    summary: 'Queue failed jobs again',
    body: { schema: inputs.JobIdsSchema, example: { ids: [7] } },
    answers: {
      200: {
        description: 'Those that were queued.',
        content: [{ schema: answers.RetriedJobsSchema, example: { retried: [7] } }],
      },
    },
    problems: [408, 413, 415],
  },
  {
    method: 'post',
    path: '/v1/jobs/failed/drop',
    id: 'dropFailedJobs',
    tag: 'Jobs',
    summary: 'Forget failed jobs',
    body: { schema: inputs.JobIdsSchema, example: { ids: [7] } },
    answers: {
      200: {
        description: 'Those that were dropped.',
        content: [{ schema: answers.DroppedJobsSchema, example: { dropped: [7] } }],
      },
    },
    problems: [408, 413, 415],
  },
  {
    method: 'post',
    path: '/v1/keys',
    id: 'createKey',
    tag: 'Keys',
    summary: 'Make a key',
    body: { schema: inputs.NewKeySchema, example: { bot_name: 'elena', scopes: ['read', 'write'] } },
    answers: {
      201: {
        description: 'The key, told this once.',
        content: [{ schema: answers.NewKeyAnswerSchema, example: { key: 'cp_0123456789ab_…', ...SHOWN_KEY } }],
      },
    },
    problems: [408, 409, 413, 415],
  },
  {
    method: 'get',
    path: '/v1/keys',
    id: 'listKeys',
    tag: 'Keys',
    summary: 'All keys, a page at a time, never themselves',
    query: inputs.KeysQuerySchema,
    answers: {
      200: {
        description: 'A page of at most 100.',
        content: [
          {
            schema: answers.KeysAnswerSchema,
            example: { keys: [{ ...SHOWN_KEY, last_used_at: null, revoked_at: null }], next_after: null },
          },
        ],
      },
    },
    problems: [],
  },
  {
    method: 'delete',
    path: '/v1/keys/{key}',
    id: 'revokeKey',
    tag: 'Keys',
    summary: 'Make a key open nothing from now on',
    answers: {
      200: {
        description: 'When it was revoked.',
        content: [{ schema: answers.RevokedKeySchema, example: { key_id: '0123456789ab', revoked_at: at } }],
      },
    },
    problems: [404],
  },
  {
    method: 'get',
    path: '/livez',
    id: 'live',
    tag: 'Service',
    summary: 'Whether the process answers',
    isOpen: true,
    answers: {
      200: { description: 'It does.', content: [{ schema: answers.LiveSchema, example: { status: 'live' } }] },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'ready',
    tag: 'Service',
    summary: 'Whether reads can be served, and how the queue is doing',
    description: 'Without a key that may see the metrics, the status alone.',
    isOpen: true,
    answers: {
      200: {
        description: 'Ready. A queue that stands still is a warning.',
        content: [
          {
            schema: answers.ReadySchema,
            example: { status: 'ready', checks: { database: 'ok', migrations: 'ok' }, warnings: [], queue: QUEUE },
          },
        ],
      },
      503: {
        description: 'Not ready.',
        content: [
          {
            schema: answers.ReadySchema,
            example: { status: 'not ready', checks: { database: 'cannot be asked' } },
          },
        ],
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'metrics',
    tag: 'Service',
    summary: 'What operators measure by, for Prometheus',
    answers: {
      200: {
        description: 'The text format of Prometheus.',
        content: [text('text/plain', 'coldpath_queue_jobs{state="waiting"} 0\n')],
      },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'openapi',
    tag: 'Service',
    summary: 'This document',
    isOpen: true,
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        content: [{ schema: v.record(v.string(), v.unknown()), example: { openapi: '3.1.0' } }],
      },
    },
    problems: [],
  },
];
