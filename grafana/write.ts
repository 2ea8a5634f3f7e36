import { writeFile } from 'node:fs/promises';
import { alertRules } from './alerts.ts';
import { dashboard } from './dashboard.ts';
import { STORES } from './queries.ts';

/** What `npm run grafana` writes: the text of each file by its path from this folder. */
export function provisionedFiles(): Map<string, string> {
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return new Map(
    STORES.flatMap((store) => [
      [`${store}/dashboards/coldpath.json`, json(dashboard(store))],
      [`${store}/alerting/coldpath.json`, json(alertRules(store))],
    ]),
  );
}

if (import.meta.main) {
  for (const [path, text] of provisionedFiles()) await writeFile(new URL(path, import.meta.url), text);
}
