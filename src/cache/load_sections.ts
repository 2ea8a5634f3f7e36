import type { Database } from '../db/db.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { SECTION_NAMES } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { SectionName } from '../domain/table.ts';
import { requestBotRefresh, requestRefresh } from '../pipeline/schedule.ts';
import type { InsightReads } from './insight_reads.ts';
import { INSIGHT_WINDOW_HOURS } from './insight_window.ts';
import { heuristicSection, neutralSection } from './neutral.ts';
import { isPerformanceCurrent, projectConversation, projectPerformance } from './project_anew.ts';
import type { ProjectOptions } from './project_anew.ts';
import type { RefreshRequests } from './refresh_requests.ts';
import type { Sections } from './section_copies.ts';
import { servedRow } from './served_section.ts';
import type { ServedSection } from './served_section.ts';

export interface LoadOptions extends ProjectOptions {
  /** Told of what would have made the sections fresher. */
  requests: Pick<RefreshRequests, 'ask'>;
}

export interface LoadSectionsOptions extends LoadOptions {
  reads: InsightReads;
}

/**
 * What is known of a conversation at `now`, section by section down the ladder: the unexpired row · the engine states
 * projected at `now` when the row has expired and nothing is unfolded · the expired row, with a refresh asked for ·
 * what the conversation's counters tell · neutral values.
 * @throws the database's error when it cannot be asked
 */
export async function loadSections(
  db: Database,
  key: ConversationKey,
  options: LoadSectionsOptions,
): Promise<Sections> {
  const { now, policy, reads } = options;
  const stored = await reads.of(key, now);
  const { rows, rowsRetired, conversationId, lastSeq, foldedSeq } = stored;
  // A row that retention deleted is as good as an expired one; a row that somebody else deleted is gone. Retention
  // deletes no row of a bot.
  const expired = SECTION_NAMES.filter((name) => {
    const row = rows[name];
    return row === null ? rowsRetired && name !== 'character_performance' : row.expiresAt <= now.getTime();
  });
  const folded = lastSeq !== null && lastSeq === foldedSeq;

  const anew = projectConversation(key.botName, stored.states, options);
  if (expired.includes('character_performance') && isPerformanceCurrent(stored, policy, now)) {
    const row = await projectPerformance(db, key.botName, INSIGHT_WINDOW_HOURS, policy, now);
    if (row !== undefined) anew.set(SECTION_TABLES.character_performance, row);
  }

  const sections = {} as Record<SectionName, ServedSection>;
  for (const name of SECTION_NAMES) {
    const row = rows[name];
    const projected = expired.includes(name) ? anew.get(SECTION_TABLES[name]) : undefined;
    if (projected !== undefined) sections[name] = servedRow(projected, 'fresh');
    else if (row !== null) sections[name] = servedRow(row, row.expiresAt > now.getTime() ? 'fresh' : 'stale');
    else if (conversationId !== null) sections[name] = heuristicSection(name, stored.lastUserMessageAt, now);
    else sections[name] = neutralSection(name, 'missing');
  }
  const outdated =
    folded && expired.some((name) => name !== 'character_performance' && !anew.has(SECTION_TABLES[name]));
  askForRefreshes(db, key, { conversationId, isBehind: lastSeq !== foldedSeq, outdated }, sections, options);
  return sections;
}

interface Behind {
  /** Fully folded, but by another version of an engine, so that nothing could be projected anew. */
  outdated: boolean;
  isBehind: boolean;
  conversationId: number | null;
}

/** Asks for what would have made the answer fresher. Not awaited: the answer does not wait for the queue. */
function askForRefreshes(
  db: Database,
  key: ConversationKey,
  { conversationId: id, isBehind, outdated }: Behind,
  sections: Readonly<Record<string, ServedSection>>,
  { requests }: LoadOptions,
): void {
  const wanting = Object.keys(sections).filter((name) => sections[name]?.freshness !== 'fresh');
  const own = wanting.filter((name) => name !== 'character_performance');
  if (id !== null && (outdated || (isBehind && own.length > 0))) {
    requests.ask(`conversation ${id}`, () => requestRefresh(db, id));
  }
  if (sections['character_performance']?.freshness === 'stale') {
    requests.ask(`bot ${key.botName}`, () => requestBotRefresh(db, key.botName));
  }
}
