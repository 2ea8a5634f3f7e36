import type { Hono } from 'hono';

/** One call of the app, with real names in its path. */
export interface Call {
  method: string;
  /** As the router has it. */
  pattern: string;
  path: string;
}

/** Every route that the app has, from the app itself, so that a new one cannot be forgotten. */
export function routesOf(app: Hono, names: Readonly<Record<string, string>>): Call[] {
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'));
  const seen = new Map(routes.map(({ method, path }) => [`${method} ${path}`, { method, pattern: path }]));
  return [...seen.values()].map(({ method, pattern }) => ({
    method,
    pattern,
    path: pattern.replace(/:(\w+)(\{[^}]*\})?/gu, (_match, name: string) => encodeURIComponent(names[name] ?? 'x')),
  }));
}
