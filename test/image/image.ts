import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { openBenchDatabase } from '../../loadtest/bench/bench_database.ts';
import { Checks, print } from '../smoke/checks.ts';
import { SMOKE } from '../smoke/smoke.ts';
import { start } from '../smoke/started.ts';
import { makeBaseImage } from './base_image.ts';
import { openBuilder } from './builder.ts';

const USAGE = `Usage: npm run test:image

Builds the Dockerfile with buildah, which needs no daemon, on a stand-in for the official Node image (a minimal Debian with
this machine's Node and npm), looks into what came out, and starts web, worker and the health check from it as the user and
with the environment and command that it names. Needs root, and Debian's packages buildah and debootstrap. The last line
is "N passed, N failed". DATABASE_URL names the Postgres to make a database in; a throwaway one is started when not set.
`;

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const ADMIN_KEY = 'a'.repeat(32);
/** Most megabytes that the image adds to its base. */
const MAX_MB = 100;

const ImageSchema = v.object({
  Docker: v.object({
    config: v.object({
      User: v.string(),
      WorkingDir: v.string(),
      Env: v.array(v.string()),
      Cmd: v.array(v.string()),
      Entrypoint: v.nullish(v.array(v.string()), []),
      Healthcheck: v.object({ Test: v.array(v.string()) }),
    }),
  }),
});
const ManifestSchema = v.object({
  dependencies: v.record(v.string(), v.string()),
  devDependencies: v.record(v.string(), v.string()),
});

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE);
  process.exit();
}
const checks = new Checks();
{
  using builder = openBuilder();
  const dockerfile = readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8');
  const bases = [...new Set([...dockerfile.matchAll(/^FROM (\S+)/gmu)].map(([, name]) => name ?? ''))];
  print('base image');
  for (const base of bases) makeBaseImage(builder, `docker.io/library/${base}`);
  print('build');
  builder.run('bud', '--quiet', '--format=docker', '--pull=never', '--tag=coldpath', REPOSITORY);
  const image = v.parse(ImageSchema, JSON.parse(builder.run('inspect', '--type=image', 'coldpath'))).Docker.config;
  const container = builder.run('from', '--pull=never', 'coldpath');
  const root = builder.run('mount', container);
  const app = join(root, image.WorkingDir);

  await checks.run('runs Node in exec form as a user who is not root', async () => {
    equal(image.User, 'node');
    deepEqual(image.Entrypoint, []);
    deepEqual(image.Cmd, ['node', '--v8-pool-size=1', 'src/main/web.ts']);
    deepEqual(image.Healthcheck.Test.slice(0, 2), ['CMD', 'node']);
    ok(image.Env.includes('HOST=0.0.0.0'));
  });
  await checks.run('has what it needs and nothing for development', async () => {
    const { dependencies, devDependencies } = v.parse(
      ManifestSchema,
      JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')),
    );
    const inside = (name: string) => existsSync(join(app, 'node_modules', name));
    deepEqual(
      Object.keys(dependencies).filter((name) => !inside(name)),
      [],
    );
    deepEqual(
      Object.keys(devDependencies).filter((name) => inside(name) && !name.startsWith('@types/')),
      [],
    );
    const files = readdirSync(app).sort();
    deepEqual(files, ['LICENSE', 'crontab', 'node_modules', 'package.json', 'sql', 'src', 'tasks']);
  });
  await checks.run(`adds at most ${MAX_MB} MB to its base`, async () => {
    const megabytes = Number(execFileSync('du', ['-sm', app], { encoding: 'utf8' }).split('\t')[0]);
    print(`          ${megabytes} MB`);
    ok(megabytes <= MAX_MB);
  });

  await using database = await openBenchDatabase(process.env['DATABASE_URL'] || undefined);
  // On loopback, as nothing else is between this machine's network and the process.
  const port = await freePort();
  const more = ['HOST=127.0.0.1', `PORT=${port}`, `DATABASE_URL=${database.url}`, `COLDPATH_ADMIN_KEY=${ADMIN_KEY}`];
  const asImage = (command: readonly string[]): string[] =>
    ['chroot', `--userspec=${image.User}`, root, 'env', '-i', `--chdir=${image.WorkingDir}`].concat(
      ...image.Env,
      ...more,
      ...command,
    );
  const environment = { PATH: process.env['PATH'] ?? '' };
  const health = (): number | null => {
    const [program = '', ...given] = asImage(image.Healthcheck.Test.slice(1));
    return spawnSync(program, given, { env: environment }).status;
  };
  await checks.run('finds nothing to migrate with the release command', async () => {
    const [program = '', ...given] = asImage(['node', 'src/main/migrate.ts']);
    match(execFileSync(program, given, { encoding: 'utf8', env: environment }), /^nothing to apply/u);
  });
  await checks.run('cannot write to its own files', async () => {
    const [program = '', ...given] = asImage(['sh', '-c', '! touch src/x 2>/dev/null && touch /data/x']);
    equal(spawnSync(program, given, { env: environment }).status, 0);
  });
  await checks.run('is unhealthy before it is started', async () => equal(health(), 1));
  const web = start(asImage(image.Cmd), environment);
  const worker = start(asImage(['node', 'src/main/worker.ts']), environment);
  await checks.run('starts web and worker', async () => {
    await Promise.all([web.said(/coldpath web is at/u), worker.said(/coldpath worker runs/u)]);
  });
  await checks.run('is healthy then', async () => equal(health(), 0));
  const target = { url: `http://127.0.0.1:${port}`, adminKey: ADMIN_KEY, db: database.db };
  for (const [check, run] of Object.entries(SMOKE)) await checks.run(check, () => run(target));
  await checks.run('stops with exit code 0 at SIGTERM', async () => {
    deepEqual(await Promise.all([web.stop(), worker.stop()]), [0, 0]);
  });
  builder.run('umount', container);
}
process.exit(checks.end());

/** The health check must know the port beforehand. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
