import { ageSeconds, FRESHNESS, SECTION_NAMES } from '../domain/insights.ts';
import { SECTION_TABLES } from '../domain/table.ts';
import type { EngineName, SectionName } from '../domain/table.ts';
import { Family } from './family.ts';
import type { Sample } from './family.ts';
import { addAt, LAYOUTS, observationAt, observe, observeAt } from './layout.ts';
import { MEASUREMENT_NAMES, MEASUREMENTS, OTHER, OUTCOMES } from './measurements.ts';
import type { MeasurementName } from './measurements.ts';
import type { Metrics, ReadGroup, RefreshOutcome, RefreshTask, Sink } from './metrics.ts';

const indexed = <T extends string>(names: readonly T[], step: number): Readonly<Record<T, number>> =>
  Object.fromEntries(names.map((name, index) => [name, index * step])) as Record<T, number>;
const FRESHNESS_INDEX = indexed(FRESHNESS, 1);
const SECTION_INDEX = indexed(SECTION_NAMES, FRESHNESS.length);

const { tags: CACHE_TAGS, fields: CACHE } = MEASUREMENTS.strategic_cache;
const CACHE_PLACES = LAYOUTS.strategic_cache.places;
const { fields: HTTP } = MEASUREMENTS.http;
const HTTP_PLACES = LAYOUTS.http.places;
/** Kinds of requests that are found without a search: more than there are routes, methods and statuses in use. */
const MAX_REQUESTS = 1_000;

/** Counts in memory, from the start of the process on; sinks look at the counts when they please. */
export class MemoryMetrics implements Metrics {
  readonly #families = new Map(MEASUREMENT_NAMES.map((name) => [name, new Family(name)]));
  /** A bot's samples of reads by section and freshness, so that a read builds no key. */
  readonly #reads = new Map<string, Sample[]>();
  /** The same for requests, by method, route and status. */
  readonly #requests = new Map<string, Sample>();

  samples(): Sample[] {
    return [...this.#families.values()].flatMap((family) => family.samples());
  }

  read(botName: string, groups: readonly ReadGroup[], now: number, milliseconds: number): void {
    const bot = this.#knownBot(botName, groups);
    const samples = this.#reads.get(bot) ?? [];
    const { count, hits, query_ms: query, age_seconds: age } = CACHE_PLACES;
    const took = observationAt(query, CACHE.query_ms.bounds, milliseconds);
    for (const { names, freshness, computedAt } of groups) {
      const old =
        computedAt === null ? undefined : observationAt(age, CACHE.age_seconds.bounds, ageSeconds(computedAt, now));
      for (const name of names) {
        const index = SECTION_INDEX[name] + FRESHNESS_INDEX[freshness];
        let sample = samples[index];
        if (sample === undefined) {
          sample = this.#sample('strategic_cache', [SECTION_TABLES[name], bot, OUTCOMES[freshness]]);
          samples[index] = sample;
        }
        const { values } = sample;
        addAt(values, count, 1);
        if (freshness === 'fresh') addAt(values, hits, 1);
        observe(values, took);
        if (old !== undefined) observe(values, old);
      }
    }
  }

  http(route: string, method: string, status: number, milliseconds: number): void {
    const id = `${method} ${route} ${status}`;
    let sample = this.#requests.get(id);
    if (sample === undefined) {
      sample = this.#sample('http', [route, method, `${Math.floor(status / 100)}xx`]);
      if (this.#requests.size < MAX_REQUESTS) this.#requests.set(id, sample);
    }
    addAt(sample.values, HTTP_PLACES.count, 1);
    observeAt(sample.values, HTTP_PLACES.ms, HTTP.ms.bounds, milliseconds);
  }

  refresh(task: RefreshTask, outcome: RefreshOutcome, events: number, milliseconds: number): void {
    this.#record('refresh', [task, outcome], { count: 1, events, ms: milliseconds });
  }

  engineRun(engine: EngineName, outcome: 'ok' | 'failed', milliseconds: number): void {
    this.#record('engine_run', [engine, outcome], { count: 1, ms: milliseconds });
  }

  shadow(section: SectionName, different: boolean, distance: number): void {
    this.#record('shadow', [section], { checked: 1, different: different ? 1 : 0, distance });
  }

  sink(sink: Sink, what: 'written' | 'dropped' | 'failures', amount: number): void {
    this.#record('metrics_sink', [sink], { [what]: amount });
  }

  #record(name: MeasurementName, tags: readonly string[], amounts: Readonly<Record<string, number>>): void {
    const { values } = this.#sample(name, tags);
    for (const { name: fieldName, field, at } of LAYOUTS[name].fields) {
      const amount = amounts[fieldName];
      if (amount === undefined) continue;
      if (field.kind === 'histogram') observeAt(values, at, field.bounds, amount);
      else addAt(values, at, amount);
    }
  }

  #sample(name: MeasurementName, tags: readonly string[]): Sample {
    const family = this.#families.get(name);
    if (family === undefined) throw new Error(`no measurement ${name}`);
    return family.sample(tags);
  }

  /**
   * The name under which a bot's reads are counted. It gets one of its own once something is known of it: whoever asks
   * for bots that are none must not use up the list.
   */
  #knownBot(botName: string, groups: readonly ReadGroup[]): string {
    if (this.#reads.has(botName)) return botName;
    const known = groups.some(({ freshness }) => freshness !== 'missing' && freshness !== 'degraded');
    const bot = known && this.#reads.size < CACHE_TAGS.bot.atMost ? botName : OTHER;
    if (!this.#reads.has(bot)) this.#reads.set(bot, []);
    return bot;
  }
}
