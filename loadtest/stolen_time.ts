import { readFileSync } from 'node:fs';

/**
 * Above this share of stolen time how late answers are tells of the machine's neighbours, not of what runs on it: at 200
 * reads a second a p95 of 4 ms with 2.6 % stolen was one of 9 to 13 ms with 20 %.
 */
export const MOST_STOLEN = 0.02;

/**
 * Looks at the machine's time from now on.
 * @returns tells the share of it, 0 to 1, that was stolen since; NaN where nobody can tell
 */
export function watchStolenTime(): () => number {
  const before = processorTimes();
  return () => {
    const after = processorTimes();
    if (before === undefined || after === undefined) return Number.NaN;
    return (after.stolen - before.stolen) / (after.all - before.all);
  };
}

/** What the processors of this machine did since it started, in hundredths of a second. */
interface ProcessorTimes {
  all: number;
  /** In which the host of a virtual machine ran somebody else, although this one had work. */
  stolen: number;
}

/** @returns undefined where the system does not tell: Linux does */
function processorTimes(): ProcessorTimes | undefined {
  try {
    // user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in user already.
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const times = line.trim().split(/\s+/u).slice(1, 9).map(Number);
    return { all: times.reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
  } catch {
    return undefined;
  }
}
