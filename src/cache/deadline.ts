import { AppError } from '../domain/errors.ts';

/**
 * Waits for work for so long and no longer. The work goes on; what becomes of it after the deadline is left to whoever
 * shares it.
 * @throws AppError `unavailable` at the deadline, else what the work throws
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new AppError('unavailable', `the database did not answer within ${milliseconds} ms`)),
      milliseconds,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
