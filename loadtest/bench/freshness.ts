import { basename } from 'node:path';
import { parseConfig } from '../../src/config.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { readMessageTimes } from './freshness/message_times.ts';
import type { BotTimes } from './freshness/message_times.ts';
import { replay, replayCycle, sumOf } from './freshness/replay.ts';
import type { Replayed } from './freshness/replay.ts';
import type { Timing } from './freshness/simulated_bot.ts';
import { rounded, tableLines } from './table.ts';

const MINUTE_MS = 60_000;
const HOUR_SECONDS = 3_600;
const CYCLE_MS = 11 * MINUTE_MS;
const EVERYBODY_MS = 5 * MINUTE_MS;
/** Refresh-ahead windows of the curve, in seconds. */
const WINDOWS = [0, 600, HOUR_SECONDS, 6 * HOUR_SECONDS, 24 * HOUR_SECONDS] as const;
const defaults = parseConfig({}).refresh;

/** How often a reader finds a fresh answer, and what that costs, over real message times. */
export const freshness: Benchmark = {
  name: 'freshness',
  summary: 'Replays message times under simulated time, a read just before each message: how many answers are fresh.',
  options: [
    {
      name: 'ahead',
      meaning: 'seconds after the last message for which rows are kept unexpired',
      fallback: [0],
      least: 0,
    },
    { name: 'ttl', meaning: 'seconds until a row expires', fallback: [defaults.ttlSeconds] },
    {
      name: 'debounce',
      meaning: 'milliseconds that a first new message waits',
      fallback: [defaults.debounceMs],
      least: 0,
    },
    { name: 'threshold', meaning: 'unfolded messages from which on it does not', fallback: [defaults.threshold] },
    {
      name: 'poll',
      meaning: 'milliseconds until the worker finds a job whose time has come',
      fallback: [1_000],
      least: 0,
    },
    { name: 'took', meaning: 'milliseconds that a refresh takes', fallback: [100], least: 0 },
  ],
  files: true,
  async run(context) {
    const timing = timingOf(context);
    const files = await Promise.all(context.files.map(readMessageTimes));
    const bots = files.flat();
    const conversations = bots.flat();

    const rows: (string | number)[][] = [];
    for (const [index, file] of files.entries()) {
      const name = basename(context.files[index] ?? '');
      rows.push(rowOf(name, await replayAll(name, file, timing, context)));
    }
    const all = await replayAll('all files', bots, timing, context);
    if (files.length > 1) rows.push(rowOf('together', all));
    context.print(`\nProduction's policy, rows refreshed ahead for ${timing.refreshAheadSeconds} s\n`);
    for (const line of tableLines(['file', ...COLUMNS], rows)) context.print(line);

    const curve = new Map<number, Replayed>();
    for (const seconds of WINDOWS) {
      const windowed = { ...timing, refreshAheadSeconds: seconds };
      curve.set(seconds, await replayAll(`refreshing ahead for ${seconds} s`, bots, windowed, context));
    }
    context.print('\nThe same with other windows of refreshing ahead\n');
    const curveRows = [...curve].map(([seconds, counted]) => rowOf(`${seconds} s`, counted));
    for (const line of tableLines(['window', ...COLUMNS], curveRows)) context.print(line);

    const ttlMs = timing.policy.ttlSeconds * 1_000;
    const hourAhead = curve.get(HOUR_SECONDS) ?? all;
    const baselines = {
      cycle_11_minutes: sumOf(conversations.map((times) => replayCycle(times, CYCLE_MS, ttlMs))),
      everybody_every_5_minutes: sumOf(conversations.map((times) => replayCycle(times, EVERYBODY_MS, ttlMs))),
      // Its readers get the rows or nothing: that expired ones are projected anew is what this policy adds.
      ahead_1_hour: { ...hourAhead, fresh: hourAhead.rowsUnexpired, ownFresh: hourAhead.rowsUnexpired },
    };
    context.print('\nOther schedules\n');
    const baselineRows = Object.entries(baselines).map(([name, counted]) => rowOf(name, counted));
    for (const line of tableLines(['schedule', ...COLUMNS], baselineRows)) context.print(line);
    return { ...ratesOf(all), baselines: mapValues(baselines, ratesOf) };
  },
};

const COLUMNS = [
  'reads',
  'fresh %',
  'but for first reads',
  'but for bot section',
  'row unexpired %',
  'refreshes/read',
  "bot's/read",
];

function rowOf(name: string, counted: Replayed): (string | number)[] {
  const { reads, fresh, ownFresh, first, rowsUnexpired, refreshes, botRefreshes } = counted;
  return [
    name,
    reads,
    rounded((100 * fresh) / reads, 2),
    rounded((100 * fresh) / (reads - first), 2),
    rounded((100 * ownFresh) / reads, 2),
    rounded((100 * rowsUnexpired) / reads, 2),
    rounded(refreshes / reads, 3),
    rounded(botRefreshes / reads, 3),
  ];
}

interface Rates {
  hit_rate: number;
  row_hit_rate: number;
  refreshes_per_read: number;
}

function ratesOf({ reads, fresh, rowsUnexpired, refreshes }: Replayed): Rates {
  return {
    hit_rate: rounded(fresh / reads, 4),
    row_hit_rate: rounded(rowsUnexpired / reads, 4),
    refreshes_per_read: rounded(refreshes / reads, 4),
  };
}

function timingOf({ value }: BenchContext): Timing {
  const policy = {
    ...defaults,
    ttlSeconds: value('ttl'),
    debounceMs: value('debounce'),
    threshold: value('threshold'),
  };
  return { policy, refreshAheadSeconds: value('ahead'), pollMs: value('poll'), refreshMs: value('took') };
}

async function replayAll(
  doing: string,
  bots: readonly BotTimes[],
  timing: Timing,
  { progress, signal }: BenchContext,
): Promise<Replayed> {
  const parts: Replayed[] = [];
  for (const conversations of bots) {
    signal.throwIfAborted();
    parts.push(await replay(conversations, timing));
    progress.show(doing, parts.length, bots.length);
  }
  return sumOf(parts);
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
