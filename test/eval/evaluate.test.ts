import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateAll } from './evaluate_all.ts';
import { TASKS } from './tasks.ts';
import { writePredictions } from './write_predictions.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldpath-eval-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const TEXTS = '{"text": "hey u there?", "score": 0.1}\n\n{"text": "Kindly confirm your attendance.", "score": 0.9}\n';

async function predict(task: string, lines: string): Promise<string> {
  await writeFile(join(folder, 'in.jsonl'), lines);
  const found = TASKS[task];
  if (found === undefined) throw new Error(`no task ${task}`);
  return writePredictions(found, join(folder, 'in.jsonl'), join(folder, 'out.jsonl'));
}

describe('the evaluation', () => {
  it('writes a prediction a line, the same each time, and tells its rate', async () => {
    expect(await predict('formality', TEXTS)).toMatch(/^2 lines in \d+\.\d s \(\d+ lines\/s\)$/u);
    const once = await readFile(join(folder, 'out.jsonl'), 'utf8');
    await predict('formality', TEXTS);
    expect(await readFile(join(folder, 'out.jsonl'), 'utf8')).toBe(once);
    expect(once.trim().split('\n')).toHaveLength(2);
  });

  it.each([
    ['formality', '{"text": "a"}\n{"score": 1}\n', /in\.jsonl:2: "text": .*undefined/u],
    ['formality', '{"text": "a"}\n\nno json\n', /in\.jsonl:3: not JSON: "no json"/u],
    ['recall', '{"id": "a", "reviews": [{"at_ms": "x", "recalled": 1}]}\n', /in\.jsonl:1: "reviews\.0\.at_ms": .*"x"/u],
    ['timing', '{"id": "a", "sent_at": [5, 3]}\n', /in\.jsonl:1: "sent_at": must be ascending/u],
    ['changepoints', '', /in\.jsonl: has no lines/u],
  ])('names file, line and field of what is wrong (%s), and leaves no output', async (task, lines, message) => {
    await expect(predict(task, lines)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['in.jsonl']);
  });

  it('scores every file of every task beside its baselines', async () => {
    await mkdir(join(folder, 'formality'));
    await writeFile(join(folder, 'formality', 'made_up.jsonl'), TEXTS);
    const lines: string[] = [];
    await evaluateAll(folder, (line) => lines.push(line));
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ formality: { made_up: { spearman: 1, pearson: 1 } } });
    expect(lines.some((line) => line.includes('text length'))).toBe(true);
    expect(lines.some((line) => line.startsWith('recall: no '))).toBe(true);
  });

  it('says what a folder without labelled data lacks', async () => {
    await expect(evaluateAll(folder, () => undefined)).rejects.toThrow(/must hold a folder topics, recall/u);
  });
});
