import { setImmediate } from 'node:timers/promises';
import type { Sample } from './family.ts';
import { distributionAt, LAYOUTS } from './layout.ts';
import type { Placed } from './layout.ts';
import { MEASUREMENT_NAMES } from './measurements.ts';

/** Content type of {@link prometheusText}. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Lines that are made before other work of the process gets its turn: about two milliseconds. */
const LINES_A_TURN = 500;

/**
 * Samples in Prometheus's text format; a field is called `measurement_field`.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export async function prometheusText(samples: readonly Sample[]): Promise<string> {
  const lines: string[] = [];
  let turn = LINES_A_TURN;
  for (const measurement of MEASUREMENT_NAMES) {
    const own = samples.filter((sample) => sample.measurement === measurement);
    if (own.length === 0) continue;
    for (const placed of LAYOUTS[measurement].fields) {
      const name = `${measurement}_${placed.name}`;
      const { unit, help, kind } = placed.field;
      lines.push(`# HELP ${name} ${help}${unit === '' ? '' : `, in ${unit}`}`, `# TYPE ${name} ${kind}`);
      for (const sample of own) {
        lines.push(...fieldLines(name, placed, sample));
        if (lines.length < turn) continue;
        await setImmediate();
        turn = lines.length + LINES_A_TURN;
      }
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
  const own = labels(tags);
  const bucket = own === '' ? `${name}_bucket{` : `${name}_bucket${own.slice(0, -1)},`;
  return [
    ...field.bounds.map((bound, index) => `${bucket}le="${bound}"} ${cumulative[index]}`),
    `${bucket}le="+Inf"} ${count}`,
    `${name}_sum${own} ${sum}`,
    `${name}_count${own} ${count}`,
  ];
}

function labels(tags: Readonly<Record<string, string>>): string {
  const parts = Object.entries(tags).map(([tag, value]) => `${tag}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
