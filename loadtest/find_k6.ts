import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../src/domain/errors.ts';

const VERSION = 'v1.8.1';
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'coldpath', 'bin');

/**
 * The k6 to run: the one on the PATH, else the one built before, else one that is built now, which takes minutes.
 * @throws AppError `unavailable` when there is neither k6 nor Go
 */
export function findK6(print: (line: string) => void): string {
  if (answers('k6', 'version')) return 'k6';
  const hasGo = answers('go', 'version');
  const built = join(CACHE, 'k6');
  const places = [built, ...(hasGo ? [join(goPath(), 'bin', 'k6')] : [])];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  if (!hasGo) {
    throw new AppError(
      'unavailable',
      'k6 is not on the PATH, nor Go to build it with: see https://grafana.com/docs/k6',
    );
  }
  print('building k6 with Go, once');
  execFileSync('go', ['install', `go.k6.io/k6@${VERSION}`], {
    env: { ...process.env, GOBIN: CACHE },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return built;
}

/** Where `go install` puts programs. */
function goPath(): string {
  return execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).trim();
}

function answers(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
