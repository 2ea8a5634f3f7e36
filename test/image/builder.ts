import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Buildah with a store of its own, which is deleted at the end. */
export interface Builder {
  directory: string;
  /** @returns what the command prints */
  run: (...given: string[]) => string;
  /** Unmounts everything and deletes the store. */
  [Symbol.dispose]: () => void;
}

export function openBuilder(): Builder {
  const directory = mkdtempSync(join(tmpdir(), 'coldpath-image-'));
  const store = [
    ['--root', join(directory, 'store')],
    ['--runroot', join(directory, 'run')],
    ['--storage-driver', 'vfs'],
  ].flat();
  // Chroot isolation: neither namespaces nor a daemon are needed.
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' };
  const run = (...given: string[]): string =>
    execFileSync('buildah', [...store, ...given], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    }).trim();
  return {
    directory,
    run,
    [Symbol.dispose]() {
      try {
        run('rm', '--all');
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}
