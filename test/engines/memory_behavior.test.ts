import { describe, expect, it } from 'vitest';
import { MemoryBehaviorSchema } from '../../src/domain/memory_behavior.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { memoryBehavior } from '../../src/engines/memory_behavior.ts';
import { engineContract } from './engine.contract.ts';
import { DAY, memory, message, recall, START } from './memory_events.ts';

engineContract(memoryBehavior, MemoryBehaviorSchema);

function rowAt(days: number, events: readonly AnnotatedEvent[]) {
  const state = events
    .toSorted((a, b) => a.at - b.at)
    .reduce((before, event) => memoryBehavior.fold(before, event), memoryBehavior.init());
  return memoryBehavior.project(state, new Date(START + days * DAY));
}

/** A user who is asked for 40 memories every 3 days and knows all but every `nth`. */
function quizzed(rounds: number, nth: number): AnnotatedEvent[] {
  const ids = Array.from({ length: 40 }, (_, i) => `m${i}`);
  const asked = Array.from({ length: rounds }, (_, round) =>
    ids.map((id, i) => recall(3 * (round + 1) + i / 1_000, id, (round * 40 + i + 1) % nth !== 0)),
  );
  return [...ids.map((id) => memory(0, id, id)), ...asked.flat()];
}

describe('memory_behavior', () => {
  it('knows nothing of an empty conversation and says so', () => {
    expect(rowAt(0, [])).toMatchObject({ recall_simulation_score: null, high_retention_memories: [], confidence: 0 });
  });

  it('expects of fresh memories that nearly all are recalled, and of old ones that fewer are', () => {
    const events = [memory(0, 'a', 'a'), memory(0, 'b', 'b')];
    expect(rowAt(0.1, events).recall_simulation_score).toBeGreaterThan(0.97);
    expect(rowAt(100, events).recall_simulation_score).toBeLessThan(0.7);
  });

  it('tells what is well held and what is fading, each in its list', () => {
    const events = [memory(0, 'old', 'Likes tea'), memory(59, 'new', 'Has a dog')];
    const row = rowAt(60, events);
    expect(row.high_retention_memories.map(({ label }) => label)).toEqual(['Has a dog']);
    expect(row.low_retention_memories.map(({ label }) => label)).toEqual(['Likes tea']);
  });

  it('puts what has come up again and again before what was first told today', () => {
    const events = [
      memory(0, 'old', 'Has a dog'),
      ...[3, 12, 40].map((day) => recall(day, 'old')),
      memory(60, 'new', 'Fed it'),
    ];
    expect(rowAt(60.1, events).high_retention_memories.map(({ label }) => label)).toEqual(['Has a dog', 'Fed it']);
  });

  it('learns that a user forgets more than most, and predicts better for it', () => {
    const { forgetting_curve_params: curve, ...row } = rowAt(60, quizzed(20, 3));
    expect(curve.personal_share).toBeGreaterThan(0.9);
    expect(curve.log_loss).toBeLessThan(curve.default_log_loss ?? 0);
    expect(row.confidence).toBeGreaterThan(0.7);
    const believed = rowAt(60, quizzed(20, 50)).recall_simulation_score ?? 0;
    expect(row.recall_simulation_score).toBeLessThan(believed - 0.1);
  });

  it('tells stability as the days after which this user, not everybody, still recalls with chance 0.9', () => {
    const events = quizzed(20, 50);
    const lastSeen = rowAt(60.1, events).high_retention_memories[0];
    const after = 60 + (lastSeen?.stability_days ?? 0);
    const row = rowAt(after, events);
    const then = [...row.high_retention_memories, ...row.low_retention_memories].find(
      ({ memory_id: id }) => id === lastSeen?.memory_id,
    );
    expect(then?.retrievability).toBeCloseTo(0.9, 2);
  });

  it('is hardly ever worse than the defaults, even for a user who is as the defaults say', () => {
    for (const nth of [4, 8, 12, 20]) {
      const {
        observations,
        log_loss: own,
        default_log_loss: byDefault,
      } = rowAt(9, quizzed(2, nth)).forgetting_curve_params;
      expect(((own ?? 0) - (byDefault ?? 0)) * observations).toBeLessThan(0.11);
    }
  });

  it('does not come to believe that nothing is forgotten from a bot that reports successes alone', () => {
    const successes = rowAt(100, quizzed(20, Infinity));
    expect(successes.forgetting_curve_params).toMatchObject({ observations: 800, personal_share: 0 });
    expect(successes.forgetting_curve_params.log_loss).toBe(successes.forgetting_curve_params.default_log_loss);
  });

  it('lets a re-mention strengthen what was mentioned, and not the model', () => {
    const once = [0, 0.01].map((day) => message(day, 'user', 'garden'));
    const often = [...once, ...[3, 10, 30].map((day) => message(day, 'user', 'garden'))];
    const row = rowAt(31, often);
    expect(row.forgetting_curve_params).toMatchObject({ observations: 0, log_loss: null, personal_share: 0 });
    expect(row.recall_simulation_score).toBeGreaterThan(rowAt(31, once).recall_simulation_score ?? 1);
    expect(row.confidence).toBeLessThan(0.05);
  });

  it('learns nothing from what is asked again within the sitting', () => {
    const drill = Array.from({ length: 50 }, (_, i) => recall(i / 1_000, 'm', i % 2 === 0));
    expect(rowAt(1, [memory(0, 'm', 'm'), ...drill]).forgetting_curve_params.observations).toBe(0);
  });
});
