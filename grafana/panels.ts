import { AGE_BOUNDS, bucketsOf, gaugeOf, percentileOf, perSecond, ratio, READ_BOUNDS, READ_ROUTE } from './queries.ts';
import type { Query } from './queries.ts';

/** One panel, whatever it is fed by. */
export interface Panel {
  title: string;
  description: string;
  view: 'lines' | 'stacked' | 'heatmap';
  unit: string;
  queries: readonly Query[];
  max?: number;
}

export interface Row {
  title: string;
  panels: readonly Panel[];
}

const reads = { where: { route: READ_ROUTE } };

/** What the dashboard shows, from top to bottom, two panels a line. */
export const ROWS: readonly Row[] = [
  {
    title: 'Reads',
    panels: [
      {
        title: 'Cache hit rate by table',
        description: 'Share of the sections that were answered fresh. Below 95 % for 15 minutes raises an alert.',
        view: 'lines',
        unit: 'percentunit',
        max: 1,
        queries: [ratio('strategic_cache', 'hits', 'count', 'table')],
      },
      {
        title: 'Sections read by outcome',
        description: 'Per second. stale: a refresh was asked for. degraded: the database could not be asked.',
        view: 'stacked',
        unit: 'ops',
        queries: [perSecond('strategic_cache', 'count', 'outcome')],
      },
      {
        title: 'Read latency',
        description: 'Of GET …/insights, in the process. With InfluxDB of the slowest process.',
        view: 'lines',
        unit: 'ms',
        queries: [
          percentileOf('http', 'ms', 50, reads),
          percentileOf('http', 'ms', 95, reads),
          percentileOf('http', 'ms', 99, reads),
        ],
      },
      {
        title: 'Read latency, histogram',
        description: 'How many reads took up to how many milliseconds.',
        view: 'heatmap',
        unit: 'short',
        queries: [bucketsOf('http', 'ms', READ_BOUNDS, reads.where)],
      },
      {
        title: 'Query time by table',
        description: 'From memory or from the database, 95th percentile.',
        view: 'lines',
        unit: 'ms',
        queries: [percentileOf('strategic_cache', 'query_ms', 95, { tag: 'table' })],
      },
      {
        title: 'Age of the rows that were served',
        description: 'Up to how many seconds since they were computed. One that was projected anew is 0 seconds old.',
        view: 'heatmap',
        unit: 'short',
        queries: [bucketsOf('strategic_cache', 'age_seconds', AGE_BOUNDS)],
      },
      {
        title: 'Misses by bot',
        description: 'Sections of which nothing was known, per second.',
        view: 'stacked',
        unit: 'ops',
        queries: [perSecond('strategic_cache', 'count', 'bot', { outcome: 'miss' })],
      },
      {
        title: 'Answers by status',
        description: 'All requests, per second.',
        view: 'stacked',
        unit: 'reqps',
        queries: [perSecond('http', 'count', 'status')],
      },
    ],
  },
  {
    title: 'Background',
    panels: [
      {
        title: 'Refreshes by outcome',
        description: 'Per second. failed ones are tried again with growing pauses.',
        view: 'stacked',
        unit: 'ops',
        queries: [perSecond('refresh', 'count', 'outcome')],
      },
      {
        title: 'Refresh duration',
        description: 'By task, 95th percentile.',
        view: 'lines',
        unit: 'ms',
        queries: [percentileOf('refresh', 'ms', 95, { tag: 'task' })],
      },
      {
        title: 'Queue depth',
        description: 'Jobs. failed: for good, which raises an alert.',
        view: 'lines',
        unit: 'short',
        queries: ['waiting', 'due', 'running', 'failed'].map((field) => gaugeOf('queue', field)),
      },
      {
        title: 'Oldest job and lag',
        description:
          'Lag: since when the conversation that is longest behind has been waiting. 5 minutes raise an alert.',
        view: 'lines',
        unit: 's',
        queries: [gaugeOf('queue', 'oldest_due_seconds'), gaugeOf('queue', 'lag_seconds')],
      },
      {
        title: 'Engine failures',
        description: 'Runs that threw, per second.',
        view: 'lines',
        unit: 'ops',
        queries: [perSecond('engine_run', 'count', 'engine', { outcome: 'failed' })],
      },
      {
        title: 'Engine time',
        description: 'Folding and projecting in one refresh, 95th percentile.',
        view: 'lines',
        unit: 'ms',
        queries: [percentileOf('engine_run', 'ms', 95, { tag: 'engine' })],
      },
      {
        title: 'Workers',
        description: 'alive: with a sign of life within 20 seconds. None for 10 minutes raises an alert.',
        view: 'lines',
        unit: 'short',
        queries: ['alive', 'silent', 'running', 'concurrency'].map((field) => gaugeOf('worker', field)),
      },
      {
        title: 'Worker heartbeats',
        description: 'Since the last sign of life of any worker; they give one every 5 seconds.',
        view: 'lines',
        unit: 's',
        queries: [gaugeOf('worker', 'heartbeat_seconds')],
      },
    ],
  },
  {
    title: 'Trust',
    panels: [
      {
        title: 'Shadow check: answers that differed',
        description: 'Share of the cached answers that were recomputed and differed in any way, by section.',
        view: 'lines',
        unit: 'percentunit',
        queries: [ratio('shadow', 'different', 'checked', 'section')],
      },
      {
        title: 'Shadow check: distance from the truth',
        description: '0 is equal, 1 as far as can be; 95th percentile by section.',
        view: 'lines',
        unit: 'short',
        queries: [percentileOf('shadow', 'distance', 95, { tag: 'section' })],
      },
      {
        title: 'Measurements dropped',
        description: 'Points that a sink would not take, per second.',
        view: 'lines',
        unit: 'ops',
        queries: [perSecond('metrics_sink', 'dropped', 'sink')],
      },
    ],
  },
];
