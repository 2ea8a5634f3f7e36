import { readFile } from 'node:fs/promises';
import { AppError } from '../../src/domain/errors.ts';

/** Resident memory of a process, in megabytes (2^20 bytes). */
export interface Memory {
  residentMb: number;
  /** The most it ever was. */
  peakMb: number;
}

/** @throws AppError `unavailable` where the system does not tell: not Linux */
export async function memoryOf(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name: string): number => {
    const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(status) ?? [];
    if (kilobytes === undefined) throw new AppError('unavailable', 'memory can be measured on Linux only');
    return Number(kilobytes) / 1_024;
  };
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}
