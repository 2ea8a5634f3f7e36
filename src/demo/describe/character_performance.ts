import type { CharacterPerformance } from '../../domain/character_performance.ts';
import { list, span } from '../../guidance/sentence.ts';
import type { Entry } from '../layout.ts';
import { ago, figure } from '../words.ts';

const SHOWN = 4;

/** A trend is told from this p-value on. */
const SIGNIFICANT = 0.05;
const DAY_HOURS = 24;

const TRENDS = {
  improving: 'Getting better.',
  stable: 'No trend that is more than chance.',
  declining: 'Getting worse.',
};

/** Metrics that speak to a newcomer, in the order they are told. */
const METRICS: Readonly<Record<string, string>> = {
  engagement: 'engagement scores',
  satisfaction: 'satisfaction scores',
  coherence: 'coherence scores',
  reply_rate: "share of the bot's turns that users answer",
  return_rate: 'share of sessions after which users come back',
  sentiment: "mood of the users' messages, -1 to 1",
};

export function describeCharacterPerformance(row: CharacterPerformance, now: string): Entry[] {
  const consistency = row.personality_consistency_index;
  return [
    ['Window', `The last ${span(row.time_window_hours)}, over all users of the bot.`],
    ['Averages (0 to 1)', averages(row)],
    ['Trend', TRENDS[row.quality_trend]],
    [
      'In character',
      consistency === null
        ? 'Cannot be told yet.'
        : `${figure(consistency)} of 1: how much the bot writes like itself.`,
    ],
    ['Measured', measured(row)],
    [
      'Sudden changes',
      row.recent_anomalies.length === 0
        ? 'None.'
        : row.recent_anomalies.slice(-SHOWN).map(({ at, metric, size, direction }) => {
            const by = Math.abs(size).toPrecision(2);
            return `${metric.replaceAll('_', ' ')} went ${direction} by ${by} (${ago(at, now)})`;
          }),
    ],
  ];
}

function averages(row: CharacterPerformance): string {
  const told = [
    ['engagement', row.engagement_score_avg],
    ['satisfaction', row.satisfaction_score_avg],
    ['coherence', row.coherence_score_avg],
  ] as const;
  return `${list(told.map(([name, value]) => `${name} ${figure(value)}`))}.`;
}

function measured({ metrics, time_window_hours: hours }: CharacterPerformance): string[] {
  return Object.entries(METRICS).flatMap(([metric, name]) =>
    metrics
      .filter((summary) => summary.metric === metric)
      .map(({ mean, n, slope_per_day: slope, p_value: p }) => {
        const change = slope !== null && p !== null && p < SIGNIFICANT ? (slope * hours) / DAY_HOURS : 0;
        const moved = change === 0 ? '' : `, ${change > 0 ? 'up' : 'down'} by ${figure(Math.abs(change))} in this time`;
        return `${name}: ${figure(mean)} (${n})${moved}`;
      }),
  );
}
