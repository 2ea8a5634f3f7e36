import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '../../../src/domain/errors.ts';

const run = promisify(execFile);

/**
 * Runs a program of Debian's.
 * @param debianPackage where it comes from
 * @returns what it wrote to stdout
 * @throws AppError `unavailable` when it is missing or fails
 */
export async function runTool(command: string, args: readonly string[], debianPackage: string): Promise<string> {
  try {
    return (await run(command, args)).stdout;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The command, and the first thing that it complained of.
    const reason = said.split('\n').slice(0, 2).join(': ');
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const words = missing ? `${command} is missing: install the Debian package "${debianPackage}"` : reason;
    throw new AppError('unavailable', words, { cause: error });
  }
}
