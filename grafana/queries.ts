import { MEASUREMENTS } from '../src/metrics/measurements.ts';
import { bucketField } from '../src/metrics/influx_point.ts';

/** The data stores that dashboards and alerts are made for. */
export const STORES = ['influxdb', 'prometheus'] as const;
export type Store = (typeof STORES)[number];

/** One query for each store, and what its lines are called: `{{tag}}` is the tag's value. */
export interface Query {
  influxdb: string;
  prometheus: string;
  legend: string;
}

/** The read that the promise is about, by the pattern of its route. */
export const READ_ROUTE = '/v1/bots/:bot/users/:user/insights';

const WHILE = '$timeFilter GROUP BY time($__interval)';
const by = (tag: string | undefined): string => (tag === undefined ? '' : `, "${tag}"`);
const sumBy = (tag: string | undefined): string => (tag === undefined ? 'sum' : `sum by (${tag})`);
const selector = (where: Readonly<Record<string, string>>): string => {
  const parts = Object.entries(where).map(([tag, value]) => `${tag}="${value}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
};
const condition = (where: Readonly<Record<string, string>>): string =>
  Object.entries(where)
    .map(([tag, value]) => `"${tag}" = '${value}' AND `)
    .join('');

/** A counter per second, by a tag. */
export function perSecond(measurement: string, field: string, tag?: string, where: Record<string, string> = {}): Query {
  return {
    influxdb: `SELECT non_negative_derivative(cumulative_sum(sum("${field}")), 1s) FROM "${measurement}" WHERE ${condition(where)}${WHILE}${by(tag)} fill(0)`,
    prometheus: `${sumBy(tag)} (rate(${measurement}_${field}${selector(where)}[$__rate_interval]))`,
    legend: tag === undefined ? field : `{{${tag}}}`,
  };
}

/** One counter as a share of another, 0 to 1, by a tag. */
export function ratio(measurement: string, part: string, whole: string, tag?: string): Query {
  const rate = (field: string): string => `${sumBy(tag)} (rate(${measurement}_${field}[$__rate_interval]))`;
  return {
    influxdb: `SELECT sum("${part}") / sum("${whole}") FROM "${measurement}" WHERE ${WHILE}${by(tag)} fill(null)`,
    prometheus: `${rate(part)} / ${rate(whole)}`,
    legend: tag === undefined ? `${part} / ${whole}` : `{{${tag}}}`,
  };
}

/** A percentile of a histogram. InfluxDB has those of each process and interval: it shows the worst of them. */
export function percentileOf(
  measurement: string,
  field: string,
  percent: 50 | 95 | 99,
  { tag, where = {} }: { tag?: string; where?: Record<string, string> } = {},
): Query {
  const grouped = ['le', ...(tag === undefined ? [] : [tag])].join(', ');
  return {
    influxdb: `SELECT max("${field}_p${percent}") FROM "${measurement}" WHERE ${condition(where)}${WHILE}${by(tag)} fill(null)`,
    prometheus: `histogram_quantile(${percent / 100}, sum by (${grouped}) (rate(${measurement}_${field}_bucket${selector(where)}[$__rate_interval])))`,
    legend: tag === undefined ? `p${percent}` : `{{${tag}}} p${percent}`,
  };
}

/** How many values fell between two bounds, one line a bucket. */
export function bucketsOf(
  measurement: string,
  field: string,
  bounds: readonly number[],
  where: Record<string, string> = {},
): Query {
  const upTo = (bound: number | undefined): string =>
    bound === undefined ? `sum("${field}_count")` : `sum("${bucketField(field, bound)}")`;
  const columns = [...bounds, undefined].map((bound, index) => {
    const below = bounds[index - 1];
    return `${upTo(bound)}${below === undefined ? '' : ` - ${upTo(below)}`} AS "${bound ?? '+Inf'}"`;
  });
  return {
    influxdb: `SELECT ${columns.join(', ')} FROM "${measurement}" WHERE ${condition(where)}${WHILE} fill(null)`,
    prometheus: `sum by (le) (increase(${measurement}_${field}_bucket${selector(where)}[$__rate_interval]))`,
    legend: '{{le}}',
  };
}

/** How it is now: every process tells the same, so one of them will do. */
export function gaugeOf(measurement: 'queue' | 'worker', field: string): Query {
  return {
    influxdb: `SELECT max("${field}") FROM "${measurement}" WHERE ${WHILE} fill(null)`,
    prometheus: `max(${measurement}_${field})`,
    legend: field,
  };
}

export const READ_BOUNDS = MEASUREMENTS.http.fields.ms.bounds;
export const AGE_BOUNDS = MEASUREMENTS.strategic_cache.fields.age_seconds.bounds;
