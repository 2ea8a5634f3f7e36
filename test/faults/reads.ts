import * as v from 'valibot';

/** Milliseconds between two reads: they do not wait for one another, as readers do not. */
const PACE_MS = 10;
const SectionSchema = v.object({ freshness: v.string(), data: v.record(v.string(), v.unknown()) });
const InsightsSchema = v.object({ freshness: v.string(), sections: v.record(v.string(), SectionSchema) });

export type Insights = v.InferOutput<typeof InsightsSchema>;

/** What many reads were like. */
export interface Reads {
  /** How often each status was answered. */
  statuses: Record<string, number>;
  /** How often each freshness was answered. */
  freshness: Record<string, number>;
  /** Milliseconds, as the reader saw it. */
  p50: number;
  p95: number;
  slowest: number;
}

/** One read of a user of `bot`. @throws Error when there is no answer, or it is not 200 */
export async function read(webUrl: string, bot: string, user: string): Promise<Insights> {
  const answer = await fetch(`${webUrl}/v1/bots/${bot}/users/${user}/insights`);
  if (answer.status !== 200) throw new Error(`a read was answered ${answer.status}: ${await answer.text()}`);
  return v.parse(InsightsSchema, await answer.json());
}

/** Reads the users in turn, a hundred times a second, while `meanwhile` lasts. */
export async function readWhile(
  webUrl: string,
  bot: string,
  users: readonly string[],
  meanwhile: Promise<unknown>,
): Promise<Reads> {
  const times: number[] = [];
  const reads: Reads = { statuses: {}, freshness: {}, p50: 0, p95: 0, slowest: 0 };
  const count = (counts: Record<string, number>, what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const one = async (user: string): Promise<void> => {
    const started = performance.now();
    const answer = await fetch(`${webUrl}/v1/bots/${bot}/users/${user}/insights`).catch(() => undefined);
    await answer?.arrayBuffer();
    times.push(performance.now() - started);
    count(reads.statuses, String(answer?.status ?? 'none'));
    count(reads.freshness, answer?.headers.get('coldpath-freshness') ?? 'none');
  };
  const running: Promise<void>[] = [];
  let turn = 0;
  const pace = setInterval(() => running.push(one(users[turn++ % users.length] ?? '')), PACE_MS);
  await meanwhile.finally(() => clearInterval(pace));
  await Promise.all(running);
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.floor(share * (times.length - 1))] ?? 0) * 10) / 10;
  return { ...reads, p50: at(0.5), p95: at(0.95), slowest: at(1) };
}
