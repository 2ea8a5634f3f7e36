import * as v from 'valibot';
import { predictHour } from '../../src/engines/proactive_engagement/predict_hour.ts';
import { initPresence } from '../../src/engines/proactive_engagement/presence.ts';
import { followUser } from '../../src/engines/proactive_engagement/user_kind.ts';

const HOUR_SECONDS = 3_600;
const StreamSchema = v.object({
  id: v.string(),
  sent_at: v.pipe(
    v.array(v.number()),
    v.minLength(1),
    v.check((times) => times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0)), 'must be ascending'),
  ),
});

/** The hours that are scored: the last 30 % of the stream's span, whole hours, as epoch seconds. */
export function testHours(sentAt: readonly number[]): number[] {
  const first = sentAt[0] ?? 0;
  const last = sentAt.at(-1) ?? 0;
  const hours: number[] = [];
  const start = Math.ceil((first + 0.7 * (last - first)) / HOUR_SECONDS) * HOUR_SECONDS;
  for (let hour = start; hour <= Math.floor(last / HOUR_SECONDS) * HOUR_SECONDS; hour += HOUR_SECONDS) hours.push(hour);
  return hours;
}

/** For each test hour, the chance of a message in it, from the messages before it. */
function predict(line: unknown): { id: string; p: number[] } {
  const { id, sent_at: sentAt } = v.parse(StreamSchema, line);
  let presence = initPresence();
  let next = 0;
  const p = testHours(sentAt).map((hour) => {
    for (; (sentAt[next] ?? Infinity) < hour; next++) presence = followUser(presence, (sentAt[next] ?? 0) * 1000);
    return predictHour(presence, hour * 1000) ?? 0;
  });
  return { id, p };
}

export const timingTask = { predict };
