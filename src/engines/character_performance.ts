import type { CharacterPerformance } from '../domain/character_performance.ts';
import { anomaliesOf } from './character_performance/anomalies.ts';
import { consistencyOf } from './character_performance/consistency.ts';
import { counted, tenThousandths } from './character_performance/hour_cells.ts';
import {
  engagementOf,
  qualityTrend,
  satisfactionOf,
  scoreAverage,
  summariesOf,
} from './character_performance/quality.ts';
import { seriesOf } from './character_performance/series.ts';
import { withMessage } from './character_performance/sessions.ts';
import { EMPTY, HOUR_MS, HOURLY_METRICS, StateSchema } from './character_performance/state.ts';
import type { State } from './character_performance/state.ts';
import { styleHours, withStyle } from './character_performance/style.ts';
import type { AnnotatedEvent, BotEngine, HourSum, Projection, WindowHours } from './engine.ts';

/**
 * How well a bot does with all its users: its own scores where it sends them, else what its users do (answer, return,
 * sound content); whether it still writes like itself; what trends and what changed suddenly.
 */
export const characterPerformance: BotEngine<State, CharacterPerformance> = {
  name: 'character_performance',
  table: 'strategic_character_performance',
  version: 3,
  stateSchema: StateSchema,
  init: () => EMPTY,
  fold,
  hours,
  project,
};

function fold(state: State, event: AnnotatedEvent): State {
  if (event.kind === 'score') {
    const { metric, value } = event.payload;
    return { ...state, hours: counted(state.hours, metric, event.at, tenThousandths(value)) };
  }
  if (event.kind !== 'message') return state;
  const next = withMessage(state, event);
  if (event.payload.role === 'user') return next;
  return { ...next, style: withStyle(next.style, event.at, event.annotation.analysis) };
}

function hours(state: State): HourSum[] {
  const sums: HourSum[] = [];
  for (const [hour, cells] of state.hours)
    for (let i = 0; i + 3 < cells.length; i += 4)
      sums.push({
        metric: HOURLY_METRICS[cells[i] ?? -1] ?? '',
        hour,
        n: cells[i + 1] ?? 0,
        sum: (cells[i + 2] ?? 0) / 1e4,
        sumSquares: (cells[i + 3] ?? 0) / 1e8,
      });
  return [...sums, ...styleHours(state.style)];
}

/** Confidence: mean sureness of engagement and satisfaction, each 1 less the width of its average's 95 % interval. */
function project(sums: readonly HourSum[], windowHours: WindowHours, now: Date): Projection<CharacterPerformance> {
  const nowHour = Math.floor(now.getTime() / HOUR_MS);
  const series = seriesOf(sums, nowHour);
  const metrics = summariesOf(series, windowHours, nowHour);
  const engagement = engagementOf(series, windowHours, nowHour);
  const satisfaction = satisfactionOf(series, windowHours, nowHour);
  return {
    time_window_hours: windowHours,
    engagement_score_avg: engagement.value,
    satisfaction_score_avg: satisfaction.value,
    coherence_score_avg: scoreAverage(series, 'coherence', windowHours, nowHour).value,
    personality_consistency_index: consistencyOf(sums, windowHours, nowHour),
    quality_trend: qualityTrend(metrics, windowHours),
    recent_anomalies: anomaliesOf(series, nowHour - windowHours + 1),
    metrics,
    confidence: Math.round(((engagement.sureness + satisfaction.sureness) / 2) * 10_000) / 10_000,
  };
}
