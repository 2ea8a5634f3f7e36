import * as v from 'valibot';

const Duration = v.pipe(v.string(), v.regex(/^\d+(ms|s|m)$/u));
const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const Processes = v.pipe(v.array(v.string()), v.minLength(1));
const HttpCheck = {
  method: v.picklist(['GET', 'HEAD']),
  path: v.pipe(v.string(), v.startsWith('/')),
  interval: Duration,
  timeout: Duration,
  grace_period: Duration,
};

/**
 * The part of Fly's app configuration that `fly.toml` uses; a word that is not in it is a mistake.
 * Source: the App Configuration page of Fly's reference.
 */
export const FlySchema = v.strictObject({
  app: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/u)),
  primary_region: v.pipe(v.string(), v.regex(/^[a-z]{3}$/u)),
  kill_signal: v.picklist(['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGKILL', 'SIGSTOP']),
  kill_timeout: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(300)),
  build: v.strictObject({ dockerfile: v.string() }),
  env: v.record(v.string(), v.string()),
  deploy: v.strictObject({
    release_command: v.string(),
    strategy: v.picklist(['rolling', 'immediate', 'canary', 'bluegreen']),
  }),
  processes: v.record(v.string(), v.string()),
  http_service: v.strictObject({
    processes: Processes,
    internal_port: Port,
    force_https: v.boolean(),
    auto_stop_machines: v.picklist(['off', 'stop', 'suspend']),
    auto_start_machines: v.boolean(),
    min_machines_running: v.pipe(v.number(), v.integer(), v.minValue(0)),
    concurrency: v.strictObject({
      type: v.picklist(['connections', 'requests']),
      soft_limit: v.number(),
      hard_limit: v.number(),
    }),
    checks: v.array(v.strictObject(HttpCheck)),
  }),
  checks: v.record(
    v.string(),
    v.strictObject({ ...HttpCheck, processes: Processes, type: v.picklist(['http', 'tcp']), port: Port }),
  ),
  restart: v.array(
    v.strictObject({ processes: Processes, policy: v.picklist(['always', 'never', 'on-failure', 'on-fail']) }),
  ),
  vm: v.array(
    v.strictObject({
      processes: Processes,
      size: v.picklist(['shared-cpu-1x', 'shared-cpu-2x', 'shared-cpu-4x', 'performance-1x', 'performance-2x']),
      memory: v.pipe(v.string(), v.regex(/^\d+(mb|gb)$/u)),
    }),
  ),
});
