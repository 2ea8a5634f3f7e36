import type { Context } from 'hono';
import * as v from 'valibot';
import type { Limits } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import type { FieldIssue } from '../domain/errors.ts';
import { headerOf } from './node_bindings.ts';
import { readBody } from './read_body.ts';

/** Deepest nesting of a body; what the API takes has five levels. */
const MAX_DEPTH = 32;

/**
 * The body of a request.
 * @throws AppError `too_large`, `too_slow`, or `invalid_input` that says where it stops being JSON
 */
export async function readJson(c: Context, { bodyMs }: Pick<Limits, 'bodyMs'>): Promise<unknown> {
  const isSized = headerOf(c, 'content-length') !== undefined;
  return parseJson(await readBody(c.req.raw, isSized, bodyMs));
}

/**
 * @throws AppError `invalid_input` that says where the text stops being JSON, or that it is nested too deeply
 */
export function parseJson(text: string, what = 'the body'): unknown {
  if (isTooDeep(text)) throw new AppError('invalid_input', `${what} must be nested at most ${MAX_DEPTH} levels deep`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'cannot be read';
    throw new AppError('invalid_input', `${what} must be JSON: ${reason}`, { cause: error });
  }
}

/** Looks at brackets outside of strings alone, before anything is made of them. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the string that begins at `start` ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let end = start; ;) {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
}

/**
 * What the caller sent, parsed.
 * @throws AppError `invalid_input` that names every wrong field
 */
export function parseInput<Output>(schema: v.GenericSchema<unknown, Output>, given: unknown): Output {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  throw invalidInput(fieldIssues(parsed.issues));
}

/**
 * The query of a request, parsed.
 * @throws AppError `invalid_input` that names every wrong parameter, or those that are given more than once
 */
export function parseQuery<Output>(schema: v.GenericSchema<unknown, Output>, c: Context): Output {
  const repeated = Object.entries(c.req.queries()).filter(([, values]) => values.length > 1);
  if (repeated.length > 0) {
    throw invalidInput(repeated.slice(0, MAX_NAMED).map(([field]) => ({ field, message: 'must be given once' })));
  }
  return parseInput(schema, c.req.query());
}

/** The error that names what is wrong: the first field in its message, all of them in its issues. */
export function invalidInput(issues: readonly FieldIssue[]): AppError {
  const [first] = issues;
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
  const detail = first === undefined ? 'the body is not valid' : `${first.field || 'the body'} ${first.message}${more}`;
  return new AppError('invalid_input', detail, { issues });
}

/** Most wrong fields of one value that are named. */
const MAX_NAMED = 10;

/** The wrong fields of a value, as the caller sees it; the first ten. */
export function fieldIssues(issues: readonly v.BaseIssue<unknown>[], prefix = ''): FieldIssue[] {
  return issues.slice(0, MAX_NAMED).map((issue) => {
    const path = v.getDotPath(issue);
    const field = [prefix, path].filter(Boolean).join('.');
    return { field, message: messageOf(issue) };
  });
}

/** Valibot's own words for what a schema cannot phrase: keys that are missing or not known. */
function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a known field';
  if (issue.received === 'undefined') return 'is missing';
  return issue.message;
}
