import type { BoundaryFeatures } from './features.ts';
import { BOUNDARY, NEXT, SERVING } from './weights.ts';
import type { Linear } from './weights.ts';

/** Chance of a boundary from which one is drawn. */
export const BOUNDARY_THRESHOLD = 0.3;

export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, logOdds))));
}

/**
 * How far a conversation is one in which one side serves the other (requests, details, `anything else?`) rather than
 * small talk among equals, 0 to 1.
 * @param manner mean cues of the conversation, in the order of CUE_NAMES
 */
export function servingShare(manner: readonly number[]): number {
  return logistic(linear(SERVING, manner));
}

/**
 * Log-odds of a boundary: a mixture of two logistic regressions, one for small talk and one for serving talk, weighed by
 * the kind of the conversation (mixture of experts; Jacobs, Jordan, Nowlan & Hinton 1991). Where the talk is not in English,
 * a third one that uses what any language shows: length, question marks, digits, novelty, cohesion.
 */
export function boundaryLogOdds(features: BoundaryFeatures, serving: number): number {
  const { cues, lexical, semantic } = features;
  const experts = semantic === null ? BOUNDARY.without : BOUNDARY.withVectors;
  const x = [...cues, ...lexical, ...(semantic ?? [])];
  if (!features.english) return linear(experts.anyLanguage, x);
  const chance =
    (1 - serving) * logistic(linear(experts.smallTalk, x)) + serving * logistic(linear(experts.serving, x));
  return Math.log(chance / (1 - chance));
}

/** Log-odds that the next message opens a topic, by what is known before it is there. */
export function nextLogOdds(features: readonly number[]): number {
  return linear(NEXT, features);
}

function linear({ bias, weights }: Linear, x: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * (x[i] ?? 0), bias);
}
