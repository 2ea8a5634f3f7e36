import { setImmediate } from 'node:timers/promises';
import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import { readConversationStates } from '../db/queries/read_conversation_states.ts';
import type { StoredEvent } from '../db/stored_event.ts';
import { AppError } from '../domain/errors.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES } from '../engines/registry.ts';
import type { RunningEngines } from '../engines/registry.ts';
import { annotatePage } from './annotate_page.ts';
import type { NewAnnotation } from './annotate_page.ts';
import type { Annotator } from './annotate.ts';
import { commitRefresh, saveAnnotations } from './commit_refresh.ts';
import { planFold, positionOf } from './fold_plan.ts';

/** Times a refresh starts over when others keep refreshing the same conversation. */
const MAX_CONFLICTS = 5;
/** Events folded before other work of the process gets its turn: a few milliseconds. */
const FOLDS_A_TURN = 25;

/** What a refresh did. */
export type Advanced =
  | { status: 'refreshed'; events: number; anew: boolean; foldedSeq: number }
  /** The conversation is not there: erased since it was queued. */
  | { status: 'gone' };

export interface AdvanceOptions {
  annotator: Annotator;
  policy: RefreshPolicy;
  clock: () => Date;
  /** Stops between pages; nothing is lost, the next refresh starts where the last commit ended. */
  signal?: AbortSignal | undefined;
  /** Called after each page. */
  onProgress?: () => void;
}

/**
 * Refreshes one conversation: annotates what is new, folds it into the engine states, projects the rows and writes
 * them with the watermark in one transaction. Nothing is locked while it computes; a refresh that finds at commit that
 * another one came first starts over, so that each event is folded once however many race.
 * @throws AppError `conflict` when it lost {@link MAX_CONFLICTS} races in a row
 */
export async function advance(db: Database, conversationId: number, options: AdvanceOptions): Promise<Advanced> {
  for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
    const done = await tryAdvance(db, conversationId, options);
    if (done !== undefined) return done;
  }
  throw new AppError(
    'conflict',
    `conversation ${conversationId} was refreshed by others ${MAX_CONFLICTS} times meanwhile`,
  );
}

async function tryAdvance(
  db: Database,
  conversationId: number,
  options: AdvanceOptions,
): Promise<Advanced | undefined> {
  const [stored] = await db.query(readConversationStates, [conversationId]);
  if (stored === undefined) return { status: 'gone' };
  const before = startEngines(stored.states);
  const range = {
    botName: stored.bot_name,
    userId: stored.user_id,
    foldedSeq: stored.folded_seq,
    lastSeq: stored.last_seq,
    head:
      stored.head_occurred_at === null || stored.head_event_id === null
        ? null
        : { at: stored.head_occurred_at.getTime(), eventId: stored.head_event_id },
  };
  const plan = await planFold(db, range, stored.folded_seq === 0 || before.current);
  const engines = plan.anew ? startEngines([]).engines : before.engines;
  const hoursBefore = before.botHours;

  let head = plan.anew ? null : range.head;
  let unsaved: NewAnnotation[] = [];
  let left = plan.events;
  for await (const page of plan.pages) {
    options.signal?.throwIfAborted();
    const annotated = await annotatePage(options.annotator, page);
    await foldPage(engines, annotated.events);
    head = lastPosition(page) ?? head;
    left -= page.length;
    options.onProgress?.();
    if (left <= 0) unsaved = annotated.added;
    else if (!(await saveAnnotations(db, stored, options.annotator.version, annotated.added))) return undefined;
  }
  const committed = await commitRefresh(db, {
    conversation: stored,
    head,
    engines,
    hoursBefore,
    annotations: unsaved,
    analyzerVersion: options.annotator.version,
    policy: options.policy,
    now: options.clock(),
  });
  if (!committed) return undefined;
  return { status: 'refreshed', events: plan.events, anew: plan.anew, foldedSeq: stored.last_seq };
}

interface Started {
  engines: RunningEngines;
  /** Whether every engine found a state of its own version. */
  current: boolean;
  /** What the conversation has added to its bot's hours so far. */
  botHours: ReturnType<RunningEngines['bot']['hours']>;
}

function startEngines(states: readonly { engine: string; version: number; state: unknown }[]): Started {
  const usable = new Map(states.map((stored) => [`${stored.engine} ${stored.version}`, stored.state]));
  const stateOf = ({ name, version }: { name: string; version: number }) => usable.get(`${name} ${version}`);
  const engines = {
    conversation: CONVERSATION_ENGINES.map((engine) => engine.run(stateOf(engine))),
    bot: BOT_ENGINE.run(stateOf(BOT_ENGINE)),
  };
  return {
    engines,
    current: [...CONVERSATION_ENGINES, BOT_ENGINE].every((engine) => stateOf(engine) !== undefined),
    botHours: engines.bot.hours(),
  };
}

async function foldPage(
  engines: RunningEngines,
  events: Awaited<ReturnType<typeof annotatePage>>['events'],
): Promise<void> {
  let folded = 0;
  for (const event of events) {
    for (const engine of engines.conversation) engine.fold(event);
    engines.bot.fold(event);
    folded += 1;
    if (folded % FOLDS_A_TURN === 0) await setImmediate();
  }
}

function lastPosition(page: readonly StoredEvent[]): ReturnType<typeof positionOf> | undefined {
  const last = page.at(-1);
  return last && positionOf(last);
}
