import { execFileSync } from 'node:child_process';
import { cpSync, copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Builder } from './builder.ts';

/** Debian's release that the image is based on. */
const DEBIAN = 'bookworm';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Makes a stand-in for the official Node image where no registry of images can be reached: a minimal Debian of the same
 * release, the Node that this process runs, this machine's npm and certificates, and the user "node".
 */
export function makeBaseImage(builder: Builder, name: string): void {
  const root = join(builder.directory, 'base');
  const run = (program: string, ...given: string[]): void =>
    void execFileSync(program, given, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('debootstrap', '--variant=minbase', DEBIAN, root);
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
  mkdirSync(join(root, 'usr/local/lib/node_modules'));
  cpSync(npmDirectory(), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  mkdirSync(join(root, dirname(CERTIFICATES)), { recursive: true });
  copyFileSync(CERTIFICATES, join(root, CERTIFICATES));
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  writeFileSync(join(root, 'usr/local/etc/npmrc'), `cafile=${CERTIFICATES}\nregistry=${registry}\n`);
  run('chroot', root, 'groupadd', '--gid', '1000', 'node');
  run('chroot', root, 'useradd', '--uid', '1000', '--gid', 'node', '--create-home', 'node');
  const container = builder.run('from', 'scratch');
  builder.run('add', '--quiet', container, root, '/');
  builder.run('commit', '--quiet', '--rm', container, name);
}

/** Where the npm on the PATH lives. */
function npmDirectory(): string {
  const program = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return dirname(dirname(realpathSync(program)));
}
