/** What can be wrong, in words that the caller can act on; `http/` maps them to a status. */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'too_slow'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'too_many'
  | 'internal'
  | 'unavailable'
  | 'overloaded'
  | 'newer_database';

/** The one error type of coldpath: a code, a message for the caller, and the cause for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Which fields are wrong and how, where that can be said. */
  readonly issues: readonly FieldIssue[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; issues?: readonly FieldIssue[] } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
  }
}

/** One thing that is wrong with one field. */
export interface FieldIssue {
  /** Path from the body's root, e.g. `events.3.payload.role`. */
  field: string;
  message: string;
}
