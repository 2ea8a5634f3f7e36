import { DATASOURCE_UID } from './dashboard.ts';
import { gaugeOf, percentileOf, ratio, READ_ROUTE } from './queries.ts';
import type { Query, Store } from './queries.ts';

/** A rule: it fires when the value has been beyond the limit for so many minutes. */
export interface Alert {
  uid: string;
  title: string;
  query: Query;
  beyond: 'above' | 'below';
  limit: number;
  minutes: number;
  /** Of the last minutes: a gauge's latest value, or the mean of what varies. */
  reducer: 'last' | 'mean';
  /** Whether silence is as bad: nobody tells how many workers there are when nothing runs at all. */
  silenceFires: boolean;
  summary: string;
}

export const ALERTS: readonly Alert[] = [
  {
    uid: 'coldpath-no-worker',
    title: 'No worker heartbeat',
    query: gaugeOf('worker', 'alive'),
    beyond: 'below',
    limit: 1,
    minutes: 10,
    reducer: 'last',
    silenceFires: true,
    summary: 'No worker has given a sign of life for 10 minutes: nothing is refreshed',
  },
  {
    uid: 'coldpath-hit-rate',
    title: 'Hit rate below 95 %',
    query: ratio('strategic_cache', 'hits', 'count'),
    beyond: 'below',
    limit: 0.95,
    minutes: 15,
    reducer: 'mean',
    silenceFires: false,
    summary: 'More than one section in twenty has not been fresh for 15 minutes',
  },
  {
    uid: 'coldpath-read-latency',
    title: 'Read p95 above 5 ms',
    query: percentileOf('http', 'ms', 95, { where: { route: READ_ROUTE } }),
    beyond: 'above',
    limit: 5,
    minutes: 10,
    reducer: 'mean',
    silenceFires: false,
    summary: 'One read in twenty has been taking more than 5 ms for 10 minutes',
  },
  {
    uid: 'coldpath-failed-jobs',
    title: 'Jobs failed for good',
    query: gaugeOf('queue', 'failed'),
    beyond: 'above',
    limit: 0,
    minutes: 0,
    reducer: 'last',
    silenceFires: false,
    summary: 'Jobs have used up their attempts: their conversations stay as they are',
  },
  {
    uid: 'coldpath-lag',
    title: 'Lag above 5 minutes',
    query: gaugeOf('queue', 'lag_seconds'),
    beyond: 'above',
    limit: 300,
    minutes: 0,
    reducer: 'last',
    silenceFires: false,
    summary: 'A conversation has been waiting for its refresh for more than 5 minutes',
  },
];

/** Minutes that a query looks back. */
const LOOK_BACK_MINUTES = 5;

/**
 * The rules as Grafana provisions them from a file. The SDK's builders make the form of its HTTP API, which differs.
 * Source: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
 */
export function alertRules(store: Store): object {
  const rules = ALERTS.map((alert) => ({
    uid: alert.uid,
    title: alert.title,
    condition: 'C',
    data: [
      { ...query('A', DATASOURCE_UID), model: source(alert.query, store) },
      {
        ...query('B', '__expr__'),
        model: { refId: 'B', type: 'reduce', expression: 'A', reducer: alert.reducer, settings: { mode: 'dropNN' } },
      },
      { ...query('C', '__expr__'), model: threshold(alert) },
    ],
    noDataState: alert.silenceFires ? 'Alerting' : 'OK',
    execErrState: 'Error',
    for: `${alert.minutes}m`,
    annotations: { summary: alert.summary, runbook: `docs/metrics.md, "${alert.title}"` },
    labels: { service: 'coldpath' },
    isPaused: false,
  }));
  return { apiVersion: 1, groups: [{ orgId: 1, name: 'coldpath', folder: 'coldpath', interval: '1m', rules }] };
}

function query(refId: string, datasourceUid: string): object {
  return { refId, relativeTimeRange: { from: LOOK_BACK_MINUTES * 60, to: 0 }, datasourceUid };
}

function source({ influxdb, prometheus }: Query, store: Store): object {
  const common = { refId: 'A', intervalMs: 60_000, maxDataPoints: 100 };
  if (store === 'influxdb') return { ...common, rawQuery: true, query: influxdb, resultFormat: 'time_series' };
  // Grafana fills in $__rate_interval in panels only.
  return {
    ...common,
    expr: prometheus.replaceAll('$__rate_interval', `${LOOK_BACK_MINUTES}m`),
    instant: true,
    range: false,
  };
}

function threshold({ beyond, limit }: Alert): object {
  const evaluator = { type: beyond === 'above' ? 'gt' : 'lt', params: [limit] };
  return { refId: 'C', type: 'threshold', expression: 'B', conditions: [{ evaluator }] };
}
