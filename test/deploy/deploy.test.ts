import { existsSync, readFileSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SETTINGS } from '../../src/config.ts';
import { STOP_SECONDS } from '../../src/main/shutdown.ts';
import { ComposeSchema } from './compose_schema.ts';
import { FlySchema } from './fly_schema.ts';

const file = (name: string): URL => new URL(`../../${name}`, import.meta.url);
const read = (name: string): string => readFileSync(file(name), 'utf8');
const seconds = (duration: string): number => Number(/^(\d+)s$/u.exec(duration)?.[1]);
/** The program that a command starts. */
const program = (command: string): string => /^node (src\/main\/\w+\.ts)$/u.exec(command)?.[1] ?? '';

describe('fly.toml', () => {
  const fly = v.parse(FlySchema, parseToml(read('fly.toml')));

  it('runs programs that there are', () => {
    const commands = [...Object.values(fly.processes), fly.deploy.release_command];
    expect(commands.filter((command) => !existsSync(file(program(command))))).toEqual([]);
  });

  it('gives jobs the time to finish before it kills', () => {
    expect(fly.kill_signal).toBe('SIGTERM');
    expect(fly.kill_timeout).toBeGreaterThan(Number(fly.env['COLDPATH_GRACE_SECONDS']) + STOP_SECONDS);
  });

  it('checks and stops web machines only', () => {
    expect(fly.http_service.processes).toEqual(['web']);
    expect(fly.http_service.min_machines_running).toBeGreaterThanOrEqual(1);
    expect(Object.values(fly.checks).flatMap(({ processes }) => processes)).toEqual(['web']);
    expect(fly.vm.flatMap(({ processes }) => processes).sort()).toEqual(Object.keys(fly.processes).sort());
  });

  it('reaches the port that the image listens on, and sets settings that there are', () => {
    const port = Number(/PORT=(\d+)/u.exec(read('Dockerfile'))?.[1]);
    expect(fly.http_service.internal_port).toBe(port);
    for (const check of Object.values(fly.checks)) expect(check.port).toBe(port);
    expect(Object.keys(fly.env).filter((name) => !(name in SETTINGS))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = v.parse(ComposeSchema, parseYaml(read('compose.yaml'), { merge: true }));
  const own = Object.entries(services).filter(([, { image }]) => image === 'coldpath');

  it('runs programs that there are, with settings that there are', () => {
    expect(own.map(([name]) => name)).toEqual(['migrate', 'web', 'worker']);
    const commands = own.flatMap(([, { command }]) => (command === undefined ? [] : [command.join(' ')]));
    expect(commands.filter((command) => !existsSync(file(program(command))))).toEqual([]);
    const set = own.flatMap(([, { environment }]) => Object.keys(environment));
    expect(set.filter((name) => !(name in SETTINGS))).toEqual([]);
  });

  it('publishes ports on loopback only, since its keys are known to everybody', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/u);
  });

  it('gives jobs the time to finish before it kills', () => {
    const worker = services['worker'];
    const grace = Number(worker?.environment['COLDPATH_GRACE_SECONDS']);
    expect(seconds(worker?.stop_grace_period ?? '')).toBeGreaterThan(grace + STOP_SECONDS);
  });

  it('puts web before all others, and workers after them, when cores are few', () => {
    const usual = 1_024;
    const shares = Object.entries(services).map(([name, { cpu_shares = usual }]) => ({ name, cpu_shares }));
    const inOrder = shares
      .filter(({ cpu_shares }) => cpu_shares !== usual)
      .toSorted((a, b) => b.cpu_shares - a.cpu_shares);
    expect(inOrder.map(({ name }) => name)).toEqual(['web', 'worker']);
    expect(services['web']?.cpu_shares).toBeGreaterThan(usual);
    expect(services['worker']?.cpu_shares).toBeLessThan(usual);
  });

  it('waits for the database and its migrations, and depends on services and volumes that there are', () => {
    expect(services['migrate']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const name of ['web', 'worker'])
      expect(services[name]?.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    const all = Object.values(services);
    const others = all.flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(others.filter((other) => !(other in services))).toEqual([]);
    const sources = all.flatMap((service) => service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    const isThere = (source: string): boolean =>
      source.startsWith('.') ? existsSync(file(source)) : source in volumes;
    expect(sources.filter((source) => !isThere(source))).toEqual([]);
  });
});
