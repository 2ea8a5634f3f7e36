import { Logger } from 'graphile-worker';

/** For calls into Graphile Worker whose failures are thrown at the caller anyway. */
export const silentLogger = new Logger(() => () => undefined);
