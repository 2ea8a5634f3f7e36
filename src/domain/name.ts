import * as v from 'valibot';

/** Most characters a bot name, user id, event id, memory id or trait may have. */
export const MAX_NAME_LENGTH = 256;

// Control characters (C0, DEL, C1) have no place in a name: Postgres refuses NUL and logs break on the rest.
const CONTROL_CHARACTER = /\p{Cc}/u;

/** 1 to 256 characters, well-formed Unicode, no control characters. */
export const NameSchema = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must have at least 1 character'),
  v.check((text) => Array.from(text).length <= MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`),
  v.check((text) => !CONTROL_CHARACTER.test(text), 'must have no control characters'),
  v.check((text) => text.isWellFormed(), 'must be well-formed Unicode'),
  v.metadata({ maxLength: MAX_NAME_LENGTH, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' }),
);

/** Text that a person wrote: up to `max` UTF-16 code units; NUL and lone surrogates are refused (Postgres cannot store them). */
export function textSchema(max: number) {
  return v.pipe(
    v.string('must be a string'),
    v.maxLength(max, `must have at most ${max.toLocaleString('en')} characters`),
    v.check((text) => !text.includes('\u0000'), 'must have no NUL character'),
    v.check((text) => text.isWellFormed(), 'must be well-formed Unicode'),
  );
}
