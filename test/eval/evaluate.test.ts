import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateAll } from './evaluate_all.ts';
import { ANNOTATOR } from '../http/open_test_app.ts';
import { switchReliability } from './switches.ts';
import { TASKS, TASKS_BY_WORDS } from './tasks.ts';
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

  it('tells how far the chances of a switch can be believed', async () => {
    const utterances = ['Where is my umbrella?', 'In the hall.', 'I bought a melon.', 'Was it sweet?'];
    await writeFile(join(folder, 'in.jsonl'), `${JSON.stringify({ id: 'a', utterances, starts: [2] })}\n`);
    const table = await switchReliability(join(folder, 'in.jsonl'), ANNOTATOR);
    const counts = table.split('\n').map((line) => Number(/ (\d+)$/u.exec(line)?.[1] ?? 0));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(3);
    // A third of three messages opened a topic: -(ln 1/3 + 2 ln 2/3) / 3.
    expect(table).toMatch(/expected calibration error 0\.\d+; .*at the true rate 0\.637$/u);
  });

  it('finds topics with embeddings, and by words alone where it is told to', async () => {
    const line = JSON.stringify({ id: 'a', utterances: ['Hello!', 'Hi, how are you?', 'Fine, thanks.'] });
    await writeFile(join(folder, 'in.jsonl'), `${line}\n`);
    for (const tasks of [TASKS, TASKS_BY_WORDS]) {
      const task = tasks['topics'];
      if (task === undefined) throw new Error('no task topics');
      await writePredictions(task, join(folder, 'in.jsonl'), join(folder, 'out.jsonl'));
      expect(await readFile(join(folder, 'out.jsonl'), 'utf8')).toBe('{"id":"a","starts":[]}\n');
    }
  });

  it('says what a folder without labelled data lacks', async () => {
    await expect(evaluateAll(folder, () => undefined)).rejects.toThrow(/must hold a folder topics, recall/u);
  });
});
