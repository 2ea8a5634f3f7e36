import { AppError } from '../domain/errors.ts';

/**
 * Waits for work for so long and no longer. The work goes on; what becomes of it after the deadline is left to whoever
 * shares it.
 * @throws AppError `unavailable` at the deadline, else what the work throws
 */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('unavailable', `the database did not answer within ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
