import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import type { FieldIssue } from '../domain/errors.ts';

/**
 * @throws AppError `invalid_input` that says where the text stops being JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'cannot be read';
    throw new AppError('invalid_input', `the body must be JSON: ${reason}`, { cause: error });
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
