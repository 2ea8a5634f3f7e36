import { readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/** Seconds of CPU that each process has used so far; a process that cannot be asked is left out. */
export type CpuUse = ReadonlyMap<number, number>;

/** Reads what processes of this machine have used. */
export function cpuUseOf(pids: readonly number[]): CpuUse {
  const uses = pids.map((pid) => [pid, cpuSeconds(pid)] as const);
  return new Map(uses.filter((use): use is readonly [number, number] => use[1] !== undefined));
}

/**
 * Seconds used between two looks; a process that came up in between counts from its start, one that ended does not.
 * @returns undefined where nothing can be told: not Linux, or another machine
 */
export function cpuSecondsBetween(before: CpuUse, after: CpuUse): number | undefined {
  if (after.size === 0) return undefined;
  return [...after].reduce((total, [pid, seconds]) => total + seconds - (before.get(pid) ?? 0), 0);
}

function cpuSeconds(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may have spaces in it; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return undefined;
  }
}
