import { seededUniform } from '../stats/seeded_noise.ts';

/** Seeded choices. What is chosen follows from the seed; when it happens depends on the machine. */
export interface Random {
  /** Uniform in (0, 1). */
  uniform: () => number;
  /** A whole number from `low` to `high`, both included. */
  whole: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  shuffle: <T>(items: readonly T[]) => T[];
}

export function seededRandom(seed: number): Random {
  const uniform = seededUniform(seed);
  const whole = (low: number, high: number): number => low + Math.floor(uniform() * (high - low + 1));
  return {
    uniform,
    whole,
    chance: (probability) => uniform() < probability,
    pick(items) {
      const picked = items[whole(0, items.length - 1)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: uniform() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
