import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

/** JSON lines on stdout. Of an error is written what finds the bug, and nothing that a user said. */
export function createLogger({ logLevel }: { logLevel: string }, to: DestinationStream = pino.destination(1)): Logger {
  return pino({ level: logLevel, base: null, serializers: { err: (error: unknown) => withoutData(error) } }, to);
}

/** Causes that are followed. */
const MAX_CAUSES = 3;

interface LoggedError {
  type: string;
  code?: string;
  message: string;
  stack: string;
  cause?: LoggedError;
}

/**
 * Type, code, message and stack. Postgres puts the row that it refuses beside its message, and valibot the value that
 * it found into it: both are left out.
 */
export function withoutData(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error', stack: '' };
  const message = error.name === 'ValiError' ? pathsOf(error) : error.message;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  const code = 'code' in error ? String(error.code) : undefined;
  const cause = error.cause === undefined || depth >= MAX_CAUSES ? undefined : withoutData(error.cause, depth + 1);
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    message,
    stack: frames.join('\n'),
    ...(cause !== undefined && { cause }),
  };
}

/** Where a value is not what a schema promises, and what was promised. */
function pathsOf(error: Error): string {
  const issues = 'issues' in error && Array.isArray(error.issues) ? (error.issues as Issue[]) : [];
  return issues
    .map(
      ({ path, expected }) => `${(path ?? []).map(({ key }) => String(key)).join('.')} is not ${expected ?? 'valid'}`,
    )
    .join('; ');
}

interface Issue {
  expected?: string | null;
  path?: readonly { key: unknown }[];
}
