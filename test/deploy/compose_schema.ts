import * as v from 'valibot';

const Duration = v.pipe(v.string(), v.regex(/^\d+s$/u));
const Command = v.array(v.string());

const ServiceSchema = v.strictObject({
  image: v.pipe(v.string(), v.regex(/^(coldpath|[a-z/]+:[\w.-]+)$/u, 'must name a release')),
  build: v.optional(v.string()),
  command: v.optional(Command),
  restart: v.picklist(['no', 'always', 'on-failure', 'unless-stopped']),
  environment: v.record(v.string(), v.string()),
  ports: v.optional(v.array(v.string())),
  volumes: v.optional(v.array(v.pipe(v.string(), v.regex(/^[^:]+:\/[^:]+(:ro)?$/u)))),
  shm_size: v.optional(v.string()),
  cpu_shares: v.optional(v.pipe(v.number(), v.integer())),
  stop_grace_period: v.optional(Duration),
  healthcheck: v.optional(
    v.union([
      v.strictObject({ disable: v.literal(true) }),
      v.strictObject({
        test: v.pipe(Command, v.minLength(2)),
        interval: Duration,
        timeout: Duration,
        retries: v.number(),
      }),
    ]),
  ),
  depends_on: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        condition: v.picklist(['service_started', 'service_healthy', 'service_completed_successfully']),
      }),
    ),
  ),
});

/**
 * The part of the Compose Specification that `compose.yaml` uses; a word that is not in it is a mistake.
 * Source: the specification's pages on services, volumes and extensions.
 */
export const ComposeSchema = v.strictObject({
  name: v.string(),
  'x-coldpath': v.unknown(),
  services: v.record(v.string(), ServiceSchema),
  volumes: v.record(v.string(), v.null()),
});
