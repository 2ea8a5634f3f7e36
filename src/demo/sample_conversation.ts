import type { EventInput } from '../domain/event.ts';
import { FIRST_WEEKS } from './sample/first_weeks.ts';
import { LAST_WEEKS } from './sample/last_weeks.ts';
import { MIDDLE_WEEKS } from './sample/middle_weeks.ts';
import { readScreenplay } from './screenplay.ts';

export const SAMPLE_BOT = 'elena';
export const SAMPLE_USER = 'sam';

/**
 * Six weeks between a companion bot, a marine biologist, and a user who learns the piano, changes jobs and adopts a
 * dog. Fiction, written for coldpath.
 * @param now the conversation ends some 20 minutes before this
 * @returns every kind of event, in order of time, with ids that do not depend on `now`
 */
export function sampleConversation(now: Date): EventInput[] {
  return readScreenplay(FIRST_WEEKS + MIDDLE_WEEKS + LAST_WEEKS, { user: SAMPLE_USER, bot: SAMPLE_BOT }, now);
}
