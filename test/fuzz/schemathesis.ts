// Property tests by schemathesis, from the OpenAPI document, against a server as it runs in production, on an embedded
// database of its own: npm run test:fuzz [-- DOCUMENT]. Uses the schemathesis that is installed, or installs it into a
// folder that is removed again. Bounded by FUZZ_SECONDS, 120 by default.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '../../src/domain/errors.ts';

const SERVE = new URL('../../src/main/serve.ts', import.meta.url).pathname;
const VERSION = '4.32.5';
const ADMIN_KEY = 'only-for-the-fuzzer-of-this-machine';
/** Milliseconds for the server to come up. */
const START_MS = 60_000;
/** What must hold: no 5xx, and of what is documented nothing but what is documented. */
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth';

async function main(directory: string): Promise<number> {
  const schemathesis = findOrInstall(directory);
  const { server, url, log } = await startServer(join(directory, 'database'));
  try {
    const [document = `${url}/openapi.json`] = process.argv.slice(2);
    const child = spawn(
      schemathesis,
      [
        'run',
        document,
        `--url=${url}`,
        `--checks=${CHECKS}`,
        `--header=Authorization: Bearer ${ADMIN_KEY}`,
        `--max-time=${process.env['FUZZ_SECONDS'] ?? 120}`,
        // It cannot write NDJSON; test/http/fuzz.test.ts does.
        '--exclude-path=/v1/events',
        '--request-timeout=10',
        '--continue-on-failure',
        '--no-color',
      ],
      { stdio: 'inherit', cwd: directory },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    const alive = server.exitCode === null && (await fetch(`${url}/livez`)).ok;
    if (!alive) process.stderr.write(`fuzz: the server did not survive:\n${log()}\n`);
    return alive ? (code ?? 1) : 1;
  } finally {
    await stop(server);
  }
}

function findOrInstall(directory: string): string {
  if (spawnSync('schemathesis', ['--version']).status === 0) return 'schemathesis';
  const venv = join(directory, 'venv');
  process.stderr.write(`fuzz: installing schemathesis ${VERSION}\n`);
  const made = spawnSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  const pip = ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`];
  const installed = made.status === 0 && spawnSync(join(venv, 'bin', 'pip'), pip, { stdio: 'inherit' }).status === 0;
  if (!installed)
    throw new AppError('unavailable', 'schemathesis cannot be installed: it needs python3 with venv and pip');
  return join(venv, 'bin', 'schemathesis');
}

async function startServer(database: string): Promise<{ server: ChildProcess; url: string; log: () => string }> {
  const server = spawn(process.execPath, [SERVE], {
    env: { COLDPATH_DATA_DIR: database, PORT: '0', COLDPATH_ADMIN_KEY: ADMIN_KEY, COLDPATH_BODY_SECONDS: '5' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  server.stderr.on('data', (chunk) => lines.push(String(chunk)));
  const log = (): string => lines.slice(-50).join('\n');
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (): void => reject(new AppError('unavailable', `the server did not come up:\n${log()}`));
    setTimeout(fail, START_MS).unref();
    server.once('exit', fail);
    createInterface(server.stdout).on('line', (line) => {
      lines.push(line);
      const found = /coldpath is at (http:\/\/[^ ]+)/u.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { server, url, log };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

const directory = await mkdtemp(join(tmpdir(), 'coldpath-fuzz-'));
try {
  process.exitCode = await main(directory);
} catch (error) {
  process.stderr.write(`fuzz: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
