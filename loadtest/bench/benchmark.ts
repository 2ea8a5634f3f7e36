import type { Progress } from './progress.ts';

/** A setting of a benchmark, given as `--name N`: whole numbers, several with commas where `many`. */
export interface Option {
  name: string;
  meaning: string;
  fallback: readonly number[];
  /** Smallest value that makes sense; 1 when left out. */
  least?: number;
  many?: boolean;
}

/** What a benchmark gets to work with. */
export interface BenchContext {
  /** The values of an option, at least one. @throws AppError when the benchmark has no such option */
  values: (option: string) => readonly [number, ...number[]];
  /** The value of an option that takes one. */
  value: (option: string) => number;
  /** Names of files given on the command line. */
  files: readonly string[];
  /** URL of a Postgres whose role may create databases; undefined: one is started and thrown away. */
  server: string | undefined;
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Writes a line for people. */
  print: (line: string) => void;
}

export interface Benchmark {
  name: string;
  /** One line. */
  summary: string;
  options: readonly Option[];
  /** Whether it takes names of files. */
  files?: boolean;
  /** @returns what is printed as the JSON line */
  run: (context: BenchContext) => Promise<object>;
}
