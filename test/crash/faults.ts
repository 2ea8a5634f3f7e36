import type { Observer } from './ask.ts';
import { beginChat } from './chat.ts';
import type { Client } from './client.ts';
import type { Cluster } from './cluster.ts';
import { freezeUntilTakenForDead, stopInTheMiddle } from './freeze.ts';
import type { Supervised } from './processes.ts';
import type { Random } from './random.ts';

/** Share of kills and cuts that are aimed at somebody who works; the others come at any moment. */
const AIMED = 0.6;
const AIM_TRIES = 200;
const LOGGED_MS = 10_000;

/** What faults are done to. */
export interface Victims {
  cluster: Cluster;
  workers: readonly Supervised[];
  webs: readonly { process: Supervised; url: string }[];
  observer: Observer;
  client: Client;
  random: Random;
  onFailure: (what: string) => void;
}

type Fault = (victims: Victims) => Promise<void>;

/** Each resolves when the fault is over; whatever was killed is being started again by then. */
export const FAULTS = {
  async worker_killed(victims) {
    const worker = victims.random.pick(victims.workers);
    if (victims.random.chance(AIMED)) await stopInTheMiddle('job', [worker], victims);
    worker.signal('SIGKILL');
  },
  async both_workers_killed(victims) {
    if (victims.random.chance(AIMED)) await stopInTheMiddle('job', victims.workers, victims);
    for (const worker of victims.workers) worker.signal('SIGKILL');
  },
  async web_killed({ webs, random }) {
    random.pick(webs).process.signal('SIGKILL');
  },
  web_killed_before_answer: killBeforeAnswer,
  async postgres_restarted({ cluster }) {
    await cluster.restart('fast');
  },
  async postgres_crashed({ cluster }) {
    await cluster.restart('immediate');
  },
  connection_cut: cutConnection,
  worker_frozen_in_job: (victims) => freezeUntilTakenForDead('job', victims),
  worker_frozen_in_commit: (victims) => freezeUntilTakenForDead('transaction', victims),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

/** The events are committed, the answer is not sent: the client must post again, and nothing must be in twice. */
async function killBeforeAnswer({ webs, observer, client, random, onFailure }: Victims): Promise<void> {
  const { process, url } = random.pick(webs);
  const chat = beginChat('held', `held-${random.whole(0, 1e9)}`, random, new Date());
  const parcel = { chat, events: chat.nextTurn() };
  const answered = client.postHeld(url, parcel);
  let isLogged = false;
  const deadline = performance.now() + LOGGED_MS;
  while (!isLogged && performance.now() < deadline) {
    const rows = await observer.ask('SELECT FROM events WHERE bot_name = $1 AND user_id = $2 LIMIT 1', [
      chat.botName,
      chat.userId,
    ]);
    isLogged = rows.length > 0;
  }
  process.signal('SIGKILL');
  if (await answered) onFailure('a web process answered although its answer was held back');
  await client.post(parcel);
}

/** Cuts one connection of coldpath's, one in the middle of something where it finds one. */
async function cutConnection({ observer, random }: Victims): Promise<void> {
  const backends = (condition: string): Promise<{ pid: number }[]> =>
    observer.ask(`SELECT pid FROM pg_stat_activity WHERE application_name = 'coldpath' AND ${condition} ORDER BY pid`);
  const most = random.chance(AIMED) ? AIM_TRIES : 0;
  let found: { pid: number }[] = [];
  for (let tries = 0; found.length === 0 && tries < most; tries++) found = await backends(`state <> 'idle'`);
  if (found.length === 0) found = await backends('true');
  if (found.length > 0) await observer.ask('SELECT pg_terminate_backend($1)', [random.pick(found).pid]);
}

/** Freezing takes half a minute: one round in so many, of each kind. */
const SLOW: readonly FaultName[] = ['worker_frozen_in_job', 'worker_frozen_in_commit'];
const ROUNDS_A_SLOW_ONE = 50;

/** Which fault each round brings: every kind equally often, but for the slow ones, in seeded order. */
export function planFaults(rounds: number, random: Random): FaultName[] {
  const quick = (Object.keys(FAULTS) as FaultName[]).filter((name) => !SLOW.includes(name));
  const slow = SLOW.flatMap((name) => Array<FaultName>(Math.ceil(rounds / ROUNDS_A_SLOW_ONE)).fill(name));
  const planned = Array.from({ length: rounds }, (_, i) => slow[i] ?? quick[i % quick.length]);
  return random.shuffle(planned.filter((name) => name !== undefined));
}
