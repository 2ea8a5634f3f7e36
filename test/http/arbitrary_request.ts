import * as fc from 'fast-check';
import { EVENT_KINDS } from '../../src/domain/event.ts';

/** Names that have broken something somewhere. */
const NASTY = [
  '',
  ' ',
  '.',
  '..',
  '../..',
  '/',
  'a/b',
  'a%2Fb',
  '%2F',
  '%',
  '%zz',
  '%00',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: 1',
  '🦊',
  '👩‍👩‍👧',
  '\u202Egnp.exe',
  '\u200F',
  '\uFEFF',
  'é'.normalize('NFD'),
  'ß',
  'İ',
  '用户',
  "'; DROP TABLE events;--",
  `" OR ""="`,
  '$1',
  '\\',
  '`',
  '*',
  ':bot',
  '{}',
  '[object Object]',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'null',
  'undefined',
  'NaN',
  '0',
  '-1',
  '1e999',
  'true',
  '<script>',
  '${7*7}',
  'x'.repeat(256),
  'x'.repeat(257),
  '🦊'.repeat(256),
  'x'.repeat(5_000),
];

export const arbitraryName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  fc.constantFrom('elena', 'sam'),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** A name as a path has it: encoded, or as it is where it can be. */
export const arbitrarySegment = fc.oneof(
  { weight: 4, arbitrary: arbitraryName.map((name) => encodeURIComponent(name.toWellFormed())) },
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%ff%fe',
    '%2e%2e',
    '%252F',
    '..',
    '.',
    ';a=b',
    '%C0%AF',
    '%E2%80%AE',
    'a b',
    '"',
    '%0d%0aX-Injected:%201',
  ),
);

const PARAMETERS = [
  'sections',
  'format',
  'max_tokens',
  'after',
  'limit',
  'wait',
  'window',
  '__proto__',
  'constructor',
  'x',
];
export const arbitraryQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom(...PARAMETERS),
      fc.oneof(
        arbitraryName,
        fc.constantFrom(
          'json',
          'prompt',
          'memory_health',
          'memory_health,memory_health',
          ',',
          '1',
          '000000000000',
          '99999999999999999999',
        ),
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join('&'));

/** What a header may hold at all is checked before it gets here. */
const arbitraryHeaderValue = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    'W/"x"',
    '"x", "y"',
    'Bearer',
    'Bearer x',
    'identity',
    'gzip',
    'application/json',
    'text/xml; charset=utf-16',
    '0',
    '-1',
  ),
  fc.string({ maxLength: 200 }).map((text) => text.replace(/[^\x20-\x7e]/gu, '').trim()),
);
export const arbitraryHeaders = fc.dictionary(
  fc.constantFrom(
    'if-none-match',
    'x-request-id',
    'content-type',
    'accept',
    'content-encoding',
    'range',
    'x-http-method-override',
    'x-forwarded-for',
  ),
  arbitraryHeaderValue,
  { maxKeys: 2 },
);

const arbitraryScalar = fc.oneof(
  arbitraryName,
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    null,
    true,
    false,
    1e308,
    -0,
    5e-324,
    '2026-03-01T11:00:00Z',
    '2026-02-30T11:00:00Z',
    '+275760-09-13T00:00:00Z',
    '0000-01-01T00:00:00Z',
    'user',
    'bot',
  ),
);

const arbitraryPayload = fc.record(
  {
    role: fc.oneof(fc.constantFrom('user', 'bot'), arbitraryScalar),
    content: fc.oneof(arbitraryName, arbitraryScalar),
    memory_id: arbitraryName,
    importance: fc.oneof(fc.double({ min: -1, max: 2 }), arbitraryScalar),
    recalled: fc.boolean(),
    metric: fc.oneof(fc.constantFrom('engagement', 'satisfaction'), arbitraryName),
    value: fc.oneof(fc.double({ min: -1, max: 2 }), arbitraryScalar),
    topic: arbitraryName,
    traits: fc.array(arbitraryName, { maxLength: 20 }),
    embedding: fc.array(fc.double(), { maxLength: 8 }),
    emotion: fc.oneof(fc.record({ label: arbitraryName, valence: fc.double({ min: -1, max: 1 }) }), arbitraryScalar),
    __proto__: fc.constant(null),
  },
  { requiredKeys: [] },
);

/** What each kind takes, with any text for its texts. */
const arbitraryFitting = fc.oneof(
  fc.record({
    kind: fc.constant('message'),
    payload: fc.record({ role: fc.constantFrom('user', 'bot'), content: arbitraryName }),
  }),
  fc.record({ kind: fc.constant('memory'), payload: fc.record({ memory_id: arbitraryName, content: arbitraryName }) }),
  fc.record({ kind: fc.constant('recall'), payload: fc.record({ memory_id: arbitraryName, recalled: fc.boolean() }) }),
  fc.record({
    kind: fc.constant('score'),
    payload: fc.record({
      metric: fc.constantFrom('engagement', 'coherence'),
      value: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  }),
  fc.record({ kind: fc.constant('outreach'), payload: fc.record({ topic: arbitraryName }) }),
);
const arbitraryPast = fc
  .date({ min: new Date(0), max: new Date('2026-03-01T12:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const arbitraryFittingEvent = fc
  .tuple(
    fc.record({ event_id: arbitraryName, occurred_at: arbitraryPast, bot_name: arbitraryName, user_id: arbitraryName }),
    arbitraryFitting,
  )
  .map(([envelope, kind]) => ({ ...envelope, ...kind }));

const arbitraryMisfit = fc.record(
  {
    event_id: fc.oneof(arbitraryName, arbitraryScalar),
    kind: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...EVENT_KINDS) }, arbitraryScalar),
    occurred_at: fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .date({ min: new Date(0), max: new Date('2026-03-01T12:00:00Z'), noInvalidDate: true })
          .map((date) => date.toISOString()),
      },
      arbitraryScalar,
    ),
    payload: fc.oneof({ weight: 5, arbitrary: arbitraryPayload }, arbitraryScalar),
    bot_name: arbitraryName,
    user_id: arbitraryName,
  },
  { requiredKeys: ['event_id', 'kind', 'occurred_at', 'payload'] },
);

const arbitraryEvent = fc.oneof(arbitraryFittingEvent, arbitraryMisfit);
const withoutNames = arbitraryEvent.map(({ bot_name: _bot, user_id: _user, ...event }) => event);

/** Bodies that are nearly right, and bodies that are nothing of the kind. */
export const arbitraryBody = fc.oneof(
  { weight: 4, arbitrary: fc.array(withoutNames, { maxLength: 4 }).map((events) => JSON.stringify({ events })) },
  {
    weight: 3,
    arbitrary: fc
      .array(arbitraryEvent, { maxLength: 4 })
      .map((events) => events.map((event) => JSON.stringify(event)).join('\n')),
  },
  fc
    .record({ ids: fc.array(fc.oneof(fc.maxSafeInteger(), arbitraryScalar), { maxLength: 4 }) })
    .map((body) => JSON.stringify(body)),
  fc
    .record({
      bot_name: arbitraryName,
      scopes: fc.array(fc.oneof(fc.constantFrom('read', 'write', 'admin'), arbitraryName), { maxLength: 5 }),
    })
    .map((body) => JSON.stringify(body)),
  fc.json({ maxDepth: 6 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    'null',
    'NaN',
    '{"events": NaN}',
    '1e999',
    '{"ids": [1e999]}',
    '{"ids": [99999999999999999999]}',
    '{"ids":[9007199254740991]}',
    '[]',
    '{}',
    '"',
    '{"events":[',
    '\uFEFF{}',
    '{"events":[],"events":[{}]}',
    '{"__proto__":{"events":[]}}',
    '{"events":[{"__proto__":null}]}',
    '{"constructor":{"prototype":{}}}',
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    `{"events":[${'{},'.repeat(2_000)}{}]}`,
    '\n'.repeat(10_000),
    '{}\n'.repeat(2_000),
  ),
);
