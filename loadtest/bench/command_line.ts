import { parseArgs } from 'node:util';
import { AppError } from '../../src/domain/errors.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';

type Given = Pick<BenchContext, 'values' | 'value' | 'files'>;

/** @throws AppError `invalid_input` that says what is wrong with the command line */
export function readCommandLine(benchmark: Benchmark, args: readonly string[]): Given {
  const { values: texts, positionals: files } = parse(benchmark, args);
  const numbers = new Map<string, readonly [number, ...number[]]>();
  for (const { name, fallback, many, least = 1 } of benchmark.options) {
    const text = texts[name];
    const given = typeof text === 'string' ? text.split(',') : fallback.map(String);
    const [first, ...rest] = given.map((word) => whole(name, word, least));
    if (first === undefined || (rest.length > 0 && many !== true)) {
      throw new AppError('invalid_input', `--${name} takes one number, got "${given.join(',')}"`);
    }
    numbers.set(name, [first, ...rest]);
  }
  const values = (option: string): readonly [number, ...number[]] => {
    const found = numbers.get(option);
    if (found === undefined) throw new AppError('invalid_input', `${benchmark.name} has no option --${option}`);
    return found;
  };
  return { values, value: (option) => values(option)[0], files };
}

function parse(
  benchmark: Benchmark,
  args: readonly string[],
): { values: Readonly<Record<string, unknown>>; positionals: readonly string[] } {
  const options = Object.fromEntries(benchmark.options.map(({ name }) => [name, { type: 'string' as const }]));
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: benchmark.files === true });
    if (benchmark.files === true && parsed.positionals.length === 0) throw new Error('name at least one file');
    return parsed;
  } catch (error) {
    throw new AppError('invalid_input', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function whole(name: string, word: string, least: number): number {
  if (!/^\d{1,9}$/u.test(word) || Number(word) < least) {
    throw new AppError('invalid_input', `--${name} must be a whole number from ${least} on, got "${word}"`);
  }
  return Number(word);
}
