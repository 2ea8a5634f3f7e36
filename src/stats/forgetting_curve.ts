import { default_w, FSRSAlgorithm } from 'ts-fsrs';

/** A memory's strength in the difficulty-stability-retrievability model. */
export interface MemoryStrength {
  /** 1 (easy) to 10 (hard). */
  difficulty: number;
  /** Days until retrievability falls to 0.9, 0.001 to 36,500. */
  stabilityDays: number;
}

/** A review sooner than this after the one before belongs to the same sitting: FSRS-6's short-term rule applies. */
export const SAME_SITTING_DAYS = 0.25;

const GRADE_AGAIN = 1;
const GRADE_GOOD = 3;
// Only the memory model is used, none of the scheduling: nothing here is random.
const FSRS = new FSRSAlgorithm({ enable_fuzz: false, w: default_w });
const DECAY = default_w[20] ?? 0.1542;
const FACTOR = 0.9 ** (-1 / DECAY) - 1;

/**
 * Chance of recall by the power-law forgetting curve: R(t, S) = (1 + F t / S)^-d, d = 0.1542, F = 0.9^(-1/d) - 1.
 * Source: FSRS-6 with its published default decay (Ye, open-spaced-repetition, The Algorithm, 2025); the power law:
 * Wixted & Ebbesen, On the form of forgetting, Psychological Science 2 (1991).
 * @param elapsedDays since the last time it was brought to mind; below 0 counts as 0
 * @returns 0 to 1
 */
export function retrievability(elapsedDays: number, stabilityDays: number): number {
  return (1 + (FACTOR * Math.max(0, elapsedDays)) / stabilityDays) ** -DECAY;
}

/** Days until retrievability falls to `target` (0 to 1, both excluded): the inverse of {@link retrievability}. */
export function daysUntil(target: number, stabilityDays: number): number {
  return (stabilityDays * (target ** (-1 / DECAY) - 1)) / FACTOR;
}

/** The strength of a memory on its first day: FSRS-6's S0 and D0, graded Good or Again. */
export function firstStrength(recalled: boolean): MemoryStrength {
  const state = FSRS.next_state(null, 0, recalled ? GRADE_GOOD : GRADE_AGAIN);
  return { difficulty: state.difficulty, stabilityDays: state.stability };
}

/**
 * The strength after a review, by FSRS-6 with default parameters (ts-fsrs): stability grows the more, the closer the
 * memory was to being forgotten, and falls when it was. Only recalled or not is known, so the grade is Good or Again.
 * Source: Ye, Su & Cao, A stochastic shortest path algorithm for optimizing spaced repetition scheduling, KDD 2022;
 * FSRS-6, open-spaced-repetition, The Algorithm (2025). Difficulty, stability, retrievability: Wozniak, Gorzelanczyk &
 * Murakowski, Acta Neurobiologiae Experimentalis 55 (1995).
 * @param elapsedDays since it was last brought to mind; below 0 counts as 0
 */
export function strengthAfter(strength: MemoryStrength, elapsedDays: number, recalled: boolean): MemoryStrength {
  const days = elapsedDays < SAME_SITTING_DAYS ? 0 : elapsedDays;
  const state = FSRS.next_state(
    { difficulty: strength.difficulty, stability: strength.stabilityDays },
    days,
    recalled ? GRADE_GOOD : GRADE_AGAIN,
  );
  return { difficulty: state.difficulty, stabilityDays: state.stability };
}
