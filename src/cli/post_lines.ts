import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import { authorization } from './server.ts';
import type { Server } from './server.ts';

/** How many events the server took, had already, and refused. */
export interface Outcome {
  accepted: number;
  duplicates: number;
  rejected: number;
}

const IssuesSchema = v.array(v.object({ field: v.string(), message: v.string() }));
const AnswerSchema = v.object({
  accepted: v.number(),
  duplicates: v.number(),
  rejected: v.number(),
  errors: v.array(v.object({ line: v.number(), errors: IssuesSchema })),
});
const ProblemSchema = v.object({ detail: v.string(), result: v.optional(AnswerSchema) });

export interface PostOptions {
  signal: AbortSignal;
  onRetry: (reason: string) => void;
}

/** Attempts with 0.5, 1, 2, … seconds between them: about a minute in all. */
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 500;

export interface Answer extends Outcome {
  /** `line` counts from 1 within the lines that were sent. */
  errors: { line: number; reason: string }[];
}

/**
 * Sends lines to POST /v1/events, again after a pause when the server is away or overloaded.
 * @throws AppError `unavailable` after the last attempt, `invalid_input` when the server refuses the request as a whole
 */
export async function postLines(server: Server, lines: readonly string[], options: PostOptions): Promise<Answer> {
  if (lines.every((line) => line.trim() === '')) return { accepted: 0, duplicates: 0, rejected: 0, errors: [] };
  for (let attempt = 1; ; attempt++) {
    const tried = await tryPost(server, lines, options.signal);
    if ('answer' in tried) return tried.answer;
    if (attempt === MAX_ATTEMPTS) {
      throw new AppError('unavailable', `gave up after ${MAX_ATTEMPTS} attempts: ${tried.reason}`);
    }
    options.onRetry(tried.reason);
    await setTimeout(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: options.signal });
  }
}

async function tryPost(
  { url, key }: Server,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<{ answer: Answer } | { reason: string }> {
  let response: Response;
  try {
    response = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...authorization(key) },
      body: `${lines.join('\n')}\n`,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { reason: `cannot reach ${url}: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
  const text = await response.text();
  if (response.status >= 500 || response.status === 429) return { reason: `the server answered ${response.status}` };
  if (response.ok) return { answer: toAnswer(v.parse(v.pipe(v.string(), v.parseJson(), AnswerSchema), text)) };
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), ProblemSchema), text);
  if (problem.success && problem.output.result !== undefined) return { answer: toAnswer(problem.output.result) };
  throw new AppError(
    'invalid_input',
    problem.success ? problem.output.detail : `the server answered ${response.status}`,
  );
}

function toAnswer({ errors, ...outcome }: v.InferOutput<typeof AnswerSchema>): Answer {
  return {
    ...outcome,
    errors: errors.map(({ line, errors: issues }) => ({
      line,
      reason: issues.map(({ field, message }) => `${field} ${message}`.trim()).join('; '),
    })),
  };
}
