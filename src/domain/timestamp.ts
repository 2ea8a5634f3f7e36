import * as v from 'valibot';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/u;
/** Chat began after this; an earlier time is a unit mistake (seconds for milliseconds, say). */
const EARLIEST = Date.UTC(1970, 0, 1);

/** RFC 3339 with an offset, truncated to the millisecond. */
export const TimestampSchema = v.pipe(
  v.string('must be an RFC 3339 timestamp such as "2026-01-31T18:00:00Z"'),
  v.check(
    (text) => RFC_3339.test(text),
    'must be an RFC 3339 timestamp with an offset, such as "2026-01-31T18:00:00Z" or "2026-01-31T19:00:00+01:00"',
  ),
  v.check((text) => isRealDate(text), 'must be a date and time that exist'),
  v.metadata({ format: 'date-time' }),
  v.transform((text) => new Date(text.replace(' ', 'T'))),
  v.check((date) => date.getTime() >= EARLIEST, 'must not be before 1970'),
);

const POSTGRES_JSON = /^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}$/u;

/** A value of a row as JSON, with a timestamp in the one form that JavaScript writes instead of Postgres's. */
export function withIsoTimestamp(value: unknown): unknown {
  return typeof value === 'string' && POSTGRES_JSON.test(value) ? new Date(value).toISOString() : value;
}

/** `new Date` rolls 30 February over to March; a wrong date should be refused, not moved. */
function isRealDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    !Number.isNaN(Date.parse(text.replace(' ', 'T'))) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  );
}
