import type { Context } from 'hono';
import type { Sections } from '../../cache/section_copies.ts';
import type { Access } from '../../domain/access.ts';
import type { ConversationKey } from '../../domain/conversation.ts';
import type { AppContext } from '../app_context.ts';
import { connectionOf, headerOf } from '../node_bindings.ts';
import type { Connection } from '../node_bindings.ts';
import type { Admission } from '../middleware/admission.ts';
import { authenticate, authorize } from '../middleware/guard.ts';
import { logAnswer } from '../middleware/request_log.ts';
import { SECURE_HEADERS, setSecureHeaders } from '../middleware/secure_headers.ts';
import { conversationKey } from '../names.ts';
import { preparedAnswer } from '../prepared_answers.ts';
import { onError } from '../problem.ts';
import { Questions } from '../questions.ts';
import type { Question } from '../questions.ts';
import { requestIdOf } from '../request_id.ts';
import { TimedJson } from '../timed_json.ts';

export const INSIGHTS_PATH = '/v1/bots/:bot/users/:user/insights';

type Handler = (c: Context) => Response | Promise<Response>;

/**
 * GET …/insights, the hot read. All that middleware does around other calls is done here, in the same order: with a
 * dozen of asynchronous steps around it, an answer from memory would cost twice as much. What is in memory is answered
 * without a promise, and its headers go to the server as they are.
 */
export function insightRoute(context: AppContext, admission: Admission): Handler {
  const { keys, logger, metrics } = context;
  const answer = answerer(context);
  const toProblem = onError(logger);

  return (c) => {
    const started = performance.now();
    const requestId = requestIdOf(headerOf(c, 'x-request-id'));
    const end = (response: Response): Response => {
      metrics.http(INSIGHTS_PATH, c.req.method, response.status, performance.now() - started);
      logAnswer(logger, c, response.status, started);
      return response;
    };
    const fail = (error: unknown): Response => {
      c.header('x-request-id', requestId);
      setSecureHeaders(c);
      return end(toProblem(error, c));
    };
    c.set('requestId', requestId);
    try {
      const caller = authenticate(c, keys);
      // What is promised is not written at once.
      const to = caller instanceof Promise ? undefined : connectionOf(c);
      const response = then(caller, (access) => {
        authorize(c, access);
        c.set('access', access);
        return admitted(admission, access, () => answer(c, requestId, to));
      });
      return response instanceof Promise ? response.then(end).catch(fail) : end(response);
    } catch (error) {
      return fail(error);
    }
  };
}

/** Answers a caller who may ask. */
function answerer({ clock, reader, metrics, shadow }: AppContext) {
  const questions = new Questions();

  const respond = (
    c: Context,
    key: ConversationKey,
    question: Question,
    all: Sections,
    ms: number,
    id: string,
    to: Connection | undefined,
  ) => {
    const answer = preparedAnswer(key.botName, all, question);
    const { sections, groups, text, tag, freshness } = answer;
    const now = clock();
    shadow.offer(key, all, now.getTime());
    metrics.read(key.botName, groups, now.getTime(), ms);
    const headers: Record<string, string> = {
      ...SECURE_HEADERS,
      'x-request-id': id,
      etag: tag,
      'cache-control': 'no-cache',
      'coldpath-freshness': freshness,
    };
    if (isNamedBy(headerOf(c, 'if-none-match'), tag)) return new Response(null, { status: 304, headers });
    if (question.format === 'prompt') {
      headers['content-type'] = 'text/plain; charset=UTF-8';
      return new Response(text, { headers });
    }
    headers['content-type'] = 'application/json';
    answer.body ??= new TimedJson(
      { bot_name: key.botName, user_id: key.userId, freshness, guidance: text },
      'sections',
      sections,
    );
    return new Response(answer.body.at(now, to), { headers });
  };

  return (c: Context, requestId: string, to: Connection | undefined): Response | Promise<Response> => {
    const key = conversationKey(c);
    const question = questions.of(c);
    const started = performance.now();
    const read = reader.read(key);
    const atOnce = read instanceof Promise ? undefined : to;
    return then(read, (all) => respond(c, key, question, all, performance.now() - started, requestId, atOnce));
  };
}

/** Whether an If-None-Match names a weak tag: by what stands between the quotes (RFC 9110, section 8.8.3.2). */
function isNamedBy(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const opaque = tag.slice('W/'.length);
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//u, '') === opaque);
}

/** Does the work while it has a place. */
function admitted<T>(admission: Admission, { keyId }: Access, work: () => T | Promise<T>): T | Promise<T> {
  const leave = admission.enter(keyId, 'read');
  let result;
  try {
    result = work();
  } catch (error) {
    leave();
    throw error;
  }
  if (result instanceof Promise) return result.finally(leave);
  leave();
  return result;
}

/** Goes on with a value at once, with a promise later. */
function then<T, U>(value: T | Promise<T>, step: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(step) : step(value);
}
