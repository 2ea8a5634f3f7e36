import type { Sample } from './family.ts';
import { distributionAt, LAYOUTS } from './layout.ts';
import type { Placed } from './layout.ts';
import { MEASUREMENT_NAMES } from './measurements.ts';

/** Content type of {@link prometheusText}. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Samples in Prometheus's text format; a field is called `measurement_field`.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText(samples: readonly Sample[]): string {
  const lines: string[] = [];
  for (const measurement of MEASUREMENT_NAMES) {
    const own = samples.filter((sample) => sample.measurement === measurement);
    if (own.length === 0) continue;
    for (const placed of LAYOUTS[measurement].fields) {
      const name = `${measurement}_${placed.name}`;
      const { unit, help, kind } = placed.field;
      lines.push(`# HELP ${name} ${help}${unit === '' ? '' : `, in ${unit}`}`, `# TYPE ${name} ${kind}`);
      for (const sample of own) lines.push(...fieldLines(name, placed, sample));
    }
  }
  return `${lines.join('\n')}\n`;
}

function fieldLines(name: string, { field, at }: Placed, { tags, values }: Sample): string[] {
  if (field.kind !== 'histogram') {
    const value = values[at] ?? Number.NaN;
    return Number.isNaN(value) ? [] : [`${name}${labels(tags)} ${value}`];
  }
  const { count, sum, cumulative } = distributionAt(values, at, field.bounds);
  return [
    ...field.bounds.map(
      (bound, index) => `${name}_bucket${labels({ ...tags, le: String(bound) })} ${cumulative[index]}`,
    ),
    `${name}_bucket${labels({ ...tags, le: '+Inf' })} ${count}`,
    `${name}_sum${labels(tags)} ${sum}`,
    `${name}_count${labels(tags)} ${count}`,
  ];
}

function labels(tags: Readonly<Record<string, string>>): string {
  const parts = Object.entries(tags).map(([tag, value]) => `${tag}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
