import { AppError } from '../domain/errors.ts';

/**
 * Waits for work for so long and no longer. The work goes on; what becomes of it after the deadline is left to whoever
 * shares it.
 * @throws AppError `unavailable` at the deadline, else what the work throws
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(lateBy(milliseconds)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** One error for each of the few deadlines: a database that is too slow is told of often, and a stack takes long to draw. */
const LATE = new Map<number, AppError>();

function lateBy(milliseconds: number): AppError {
  let error = LATE.get(milliseconds);
  if (error === undefined) {
    error = new AppError('unavailable', `the database did not answer within ${milliseconds} ms`);
    LATE.set(milliseconds, error);
  }
  return error;
}
