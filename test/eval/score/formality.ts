import { sampleCorrelation } from 'simple-statistics';
import * as v from 'valibot';
import { analyzeMessage } from '../../../src/text/analyze.ts';
import { ranksOf } from './probabilities.ts';
import type { Figures, Scored } from './scored.ts';

const TruthSchema = v.object({ text: v.string(), score: v.number() });
const PredictionSchema = v.object({ score: v.number() });

/** Spearman's and Pearson's correlation with the raters; beside the text's length and Heylighen & Dewaele's F (2002). */
export function scoreFormality(truth: readonly unknown[], predictions: readonly unknown[]): Scored {
  const rows = truth.map((line) => v.parse(TruthSchema, line));
  const rated = rows.map(({ score }) => score);
  const of = (scores: readonly number[]): Figures => ({
    spearman: correlation(ranksOf(rated), ranksOf(scores)),
    pearson: correlation(rated, scores),
  });
  return {
    shipped: of(predictions.map((line) => v.parse(PredictionSchema, line).score)),
    baselines: {
      'text length': of(rows.map(({ text }) => Array.from(text).length)),
      "Heylighen and Dewaele's F": of(rows.map(({ text }) => heylighenF(text))),
    },
  };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const r = sampleCorrelation([...a], [...b]);
  return Number.isFinite(r) ? r : 0;
}

/** (nouns + adjectives + prepositions + articles - pronouns - verbs - adverbs - interjections + 100) / 2, in % of words. */
function heylighenF(text: string): number {
  const counts: Readonly<Record<string, number>> = analyzeMessage(text).part_of_speech;
  const share = (tags: readonly string[]) => tags.reduce((sum, tag) => sum + (counts[tag] ?? 0), 0);
  const words = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const formal = share(['NOUN', 'PROPN', 'ADJ', 'ADP', 'DET']);
  const deictic = share(['PRON', 'VERB', 'AUX', 'ADV', 'INTJ']);
  return words === 0 ? 50 : ((100 * (formal - deictic)) / words + 100) / 2;
}
