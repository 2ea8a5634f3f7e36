import type { WorkerEvents } from 'graphile-worker';

/** What Graphile Worker's local queue counts before it says that it is released. */
interface Backgrounding {
  background(work: Promise<void>): void;
}

/**
 * Lets Graphile Worker's local queue be released while it holds jobs. By itself (0.18.0) it throws then: it gives them
 * back in the background, which it refuses to begin once it counts as released and has nothing under way. So there is
 * something under way until a shutdown has begun.
 */
export function allowRelease(events: WorkerEvents): void {
  const shutdown = Promise.withResolvers<void>();
  events.on('localQueue:init', ({ localQueue }) =>
    (localQueue as unknown as Backgrounding).background(shutdown.promise),
  );
  events.on('pool:gracefulShutdown', () => shutdown.resolve());
  events.on('pool:forcefulShutdown', () => shutdown.resolve());
}
