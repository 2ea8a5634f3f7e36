import { analyzeMessage } from '../../src/text/analyze.ts';

/** The formality task: how formal is a text, by the analysis that production runs on every message. */
export const formalityTask = { predict };

function predict(line: unknown): { score: number } {
  return { score: analyzeMessage(textOf(line)).formality };
}

function textOf(line: unknown): string {
  if (typeof line === 'object' && line !== null && 'text' in line && typeof line.text === 'string') return line.text;
  throw new TypeError('a line of the formality task needs a "text"');
}
