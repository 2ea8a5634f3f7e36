import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { PostedLines } from '../../domain/answers.ts';
import type { ConversationKey } from '../../domain/conversation.ts';
import { allows } from '../../domain/access.ts';
import type { Access } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { FieldIssue } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { CheckpointSchema } from '../../domain/checkpoint.ts';
import type { Checkpoint } from '../../domain/checkpoint.ts';
import { NameSchema } from '../../domain/name.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { restore } from '../../pipeline/restore.ts';
import type { AppContext } from '../app_context.ts';
import { problem } from '../problem.ts';
import { fieldIssues, parseJson } from '../read_json.ts';
import { checkEvent, TOO_OLD } from './events.ts';
import { linesOf } from '../lines.ts';

/** Lines that are in memory at once. */
const BATCH_LINES = 500;
/** Most rejected lines that the answer names; the rest is counted. */
const MAX_NAMED = 1_000;

const KeySchema = v.looseObject({ bot_name: NameSchema, user_id: NameSchema });

/**
 * POST /v1/events: one event a line with its `bot_name` and `user_id`, in constant memory; an export's checkpoint too.
 * What was read before a failure stays; sending the whole stream again is safe, because an event_id is accepted once.
 */
export function eventStreamRoutes(context: AppContext): Hono {
  return new Hono().post('/v1/events', async (c) => {
    const totals: PostedLines = { lines: 0, accepted: 0, duplicates: 0, rejected: 0, errors: [] };
    let batch: { line: number; text: string }[] = [];
    for await (const text of linesOf(c.req.raw.body, context.config.limits.bodyMs)) {
      totals.lines += 1;
      if (text.trim() !== '') batch.push({ line: totals.lines, text });
      if (batch.length >= BATCH_LINES) {
        await ingestBatch(context, c.get('access'), batch, totals);
        batch = [];
      }
    }
    await ingestBatch(context, c.get('access'), batch, totals);
    if (totals.accepted + totals.duplicates === 0) return nothingAccepted(c, totals);
    return c.json(totals, 202);
  });
}

function nothingAccepted(c: Context, totals: PostedLines): Response {
  const [first] = totals.errors;
  if (first === undefined) return problem(c, 'invalid_input', 'the body must have at least 1 event, one a line');
  const [issue] = first.errors;
  const detail = `none of ${totals.rejected} lines is an event; line ${first.line}: ${issue?.field} ${issue?.message}`;
  return problem(c, 'invalid_input', detail, [], { result: totals });
}

async function ingestBatch(
  context: AppContext,
  access: Access,
  batch: readonly { line: number; text: string }[],
  totals: PostedLines,
): Promise<void> {
  const now = context.clock();
  const reject = (line: number, errors: FieldIssue[]): void => {
    totals.rejected += 1;
    if (totals.errors.length < MAX_NAMED) totals.errors.push({ line, errors });
  };
  const count = (status: 'accepted' | 'duplicate'): void => {
    if (status === 'accepted') totals.accepted += 1;
    else totals.duplicates += 1;
  };
  const conversations = new Map<string, Conversation>();
  for (const { line, text } of batch) {
    const checked = checkLine(text, now);
    if (!checked.ok) {
      reject(line, checked.errors);
      continue;
    }
    if (!allows(access, { scope: 'write', botName: checked.key.botName })) {
      throw new AppError('forbidden', `line ${line} is about another bot than the one this key is for`);
    }
    const id = JSON.stringify(checked.key);
    const conversation = conversations.get(id) ?? { key: checked.key, checkpoints: [], lines: [] };
    if ('checkpoint' in checked) conversation.checkpoints.push({ line, checkpoint: checked.checkpoint });
    else conversation.lines.push({ line, event: checked.event });
    conversations.set(id, conversation);
  }
  for (const { key, checkpoints, lines } of conversations.values()) {
    const events = lines.map(({ event }) => event);
    for (const { line, checkpoint } of checkpoints) {
      const restored = await restore(context.db, key, checkpoint, context.config.refresh);
      if (restored.status === 'refused') reject(line, [{ field: restored.field, message: restored.message }]);
      else count(restored.status);
    }
    const outcomes = await ingest(context.db, key, events, context.config.refresh);
    for (const [index, { status }] of outcomes.entries()) {
      if (status === 'too_old') reject(lines[index]?.line ?? 0, [{ field: 'occurred_at', message: TOO_OLD }]);
      else count(status);
    }
  }
}

/** The lines of one conversation in a batch. */
interface Conversation {
  key: ConversationKey;
  checkpoints: { line: number; checkpoint: Checkpoint }[];
  lines: { line: number; event: Event }[];
}

type CheckedLine =
  | { ok: true; key: ConversationKey; event: Event }
  | { ok: true; key: ConversationKey; checkpoint: Checkpoint }
  | { ok: false; errors: FieldIssue[] };

function checkLine(text: string, now: Date): CheckedLine {
  let given: unknown;
  try {
    given = parseJson(text, 'the line');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, errors: [{ field: '', message: error.message }] };
  }
  const parsed = v.safeParse(KeySchema, given);
  if (!parsed.success) return { ok: false, errors: fieldIssues(parsed.issues) };
  const { bot_name: botName, user_id: userId, ...event } = parsed.output;
  const key = { botName, userId };
  if (event['kind'] === 'checkpoint') {
    const checkpoint = v.safeParse(CheckpointSchema, event);
    if (!checkpoint.success) return { ok: false, errors: fieldIssues(checkpoint.issues) };
    return { ok: true, key, checkpoint: checkpoint.output };
  }
  const checked = checkEvent(event, now);
  return checked.ok ? { ok: true, key, event: checked.event } : checked;
}
