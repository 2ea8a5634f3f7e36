import type { MemoryBehavior } from '../../domain/memory_behavior.ts';
import type { Entry } from '../layout.ts';
import { count, figure, percent } from '../words.ts';
import { describeMemory } from './memory_health.ts';

const SHOWN = 3;

export function describeMemoryBehavior(row: MemoryBehavior, now: string): Entry[] {
  const score = row.recall_simulation_score;
  return [
    ['Forgetting curve', curveOf(row.forgetting_curve_params)],
    ['If asked now', score === null ? 'Cannot be told.' : `${percent(score)} of what is known would come to mind.`],
    ['Best held', row.high_retention_memories.slice(0, SHOWN).map((memory) => describeMemory(memory, now))],
    ['Least held', row.low_retention_memories.slice(0, SHOWN).map((memory) => describeMemory(memory, now))],
  ];
}

function curveOf(curve: MemoryBehavior['forgetting_curve_params']): string {
  const { model, personal_share: share, observations, log_loss: loss, default_log_loss: defaultLoss } = curve;
  const recalls = count(observations, 'recall');
  if (share === 0) return `Everybody's (${model}): ${recalls} so far show no difference with this user.`;
  return `${percent(share)} this user's own, the rest everybody's (${model}), after ${recalls}. Mean log-loss of its forecasts ${figure(loss)}, of everybody's curve ${figure(defaultLoss)}.`;
}
