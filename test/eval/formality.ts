import * as v from 'valibot';
import { analyzeMessage } from '../../src/text/analyze.ts';

const LineSchema = v.object({ text: v.string() });

/** The formality task: how formal is a text, by the analysis that production runs on every message. */
export const formalityTask = { predict };

function predict(line: unknown): { score: number } {
  return { score: analyzeMessage(v.parse(LineSchema, line).text).formality };
}
