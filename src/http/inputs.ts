import * as v from 'valibot';
import { SCOPES } from '../domain/access.ts';
import { MAX_EVENTS_PER_CALL } from '../domain/event.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { NameSchema } from '../domain/name.ts';
import type { SectionName } from '../domain/table.ts';
import { DEFAULT_MAX_TOKENS, MAX_TOKENS } from '../guidance/guidance.ts';

// What each call takes. Routes parse with these, and the document at /openapi.json is made of them.

/** Most items of a page, and of the jobs that one call may name. */
export const MAX_PAGE = 1_000;
export const JOBS_PAGE = 100;
/** Most milliseconds that a call waits for a refresh. */
export const MAX_WAIT_MS = 30_000;

/** A whole number in a query. `metadata` is how the document tells it: the text of a number, as every query has it. */
function wholeNumber(fallback: number, low: number, high: number) {
  const message = `must be a whole number from ${low} to ${high}`;
  return v.pipe(
    v.optional(v.string(), String(fallback)),
    v.regex(/^\d{1,15}$/u, message),
    v.transform(Number),
    v.minValue(low, message),
    v.maxValue(high, message),
    v.metadata({ instead: { type: 'integer', minimum: low, maximum: high, default: fallback } }),
  );
}

const isSectionName = (name: string): name is SectionName => (SECTION_NAMES as readonly string[]).includes(name);

export const InsightQuerySchema = v.strictObject({
  sections: v.pipe(
    v.optional(v.string(), SECTION_NAMES.join(',')),
    v.check(
      (text) => text.split(',').every(isSectionName),
      `must be a comma-separated list of ${SECTION_NAMES.join(', ')}`,
    ),
    v.transform((text) => text.split(',').filter(isSectionName)),
    v.metadata({ instead: { type: 'array', items: { type: 'string', enum: SECTION_NAMES }, minItems: 1 } }),
  ),
  format: v.optional(v.picklist(['json', 'prompt'], 'must be json or prompt'), 'json'),
  max_tokens: wholeNumber(DEFAULT_MAX_TOKENS, 1, MAX_TOKENS),
});

/** Keyset paging by name: what comes after the last one of the page before. */
export const NamePageSchema = v.strictObject({ after: v.optional(NameSchema), limit: wholeNumber(100, 1, MAX_PAGE) });

export const StatusQuerySchema = v.strictObject({ event_id: v.optional(NameSchema) });

export const RefreshQuerySchema = v.strictObject({ wait: wholeNumber(0, 0, MAX_WAIT_MS) });

export const NoQuerySchema = v.strictObject({});

export const EventsBodySchema = v.strictObject({
  events: v.pipe(
    v.array(v.unknown(), 'must be an array of events'),
    v.minLength(1, 'must have at least 1 event'),
    v.maxLength(MAX_EVENTS_PER_CALL, `must have at most ${MAX_EVENTS_PER_CALL.toLocaleString('en')} events`),
  ),
});

const JobId = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);
export const JobIdsSchema = v.strictObject({
  ids: v.pipe(
    v.array(JobId, 'must be an array of job ids'),
    v.minLength(1, 'must name at least 1 job'),
    v.maxLength(JOBS_PAGE, `must name at most ${JOBS_PAGE} jobs`),
  ),
});
export const FailedJobsQuerySchema = v.strictObject({ after: wholeNumber(0, 0, Number.MAX_SAFE_INTEGER) });

/** Keys of one page. */
export const KEYS_PAGE = 100;

export const NewKeySchema = v.pipe(
  v.strictObject({
    bot_name: v.optional(NameSchema),
    scopes: v.pipe(
      v.array(v.picklist(SCOPES, `must be one of ${SCOPES.join(', ')}`), 'must be an array of scopes'),
      v.minLength(1, 'must have at least 1 scope'),
      v.maxLength(SCOPES.length, `must have at most ${SCOPES.length} scopes`),
    ),
  }),
  v.check(
    ({ bot_name: bot, scopes }) =>
      scopes.every((scope) => (scope === 'read' || scope === 'write') === (bot !== undefined)),
    'must name either a bot_name with the scopes read, write or both, or no bot_name with admin or metrics',
  ),
);

export const KeyIdSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{12}$/u, 'must be 12 hexadecimal digits, the id of a key'),
);
export const KeysQuerySchema = v.strictObject({ after: v.optional(KeyIdSchema, '000000000000') });
