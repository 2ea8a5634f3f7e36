import { InvalidArgumentError, Option } from 'commander';
import { SCOPES } from '../domain/access.ts';

/** What commands that talk to a server share. */
export const server = new Option('--url <url>', 'the server')
  .env('COLDPATH_URL')
  .default('http://127.0.0.1:8787')
  .argParser(parseUrl);
export const key = new Option(
  '--key <key>',
  'the key to the server; better by environment, where no process list shows it',
).env('COLDPATH_KEY');
export const json = new Option('--json', 'print JSON, for machines');

function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:8787.');
  }
  return text;
}

export function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('It must be a number above 0, up to 1.');
  return share;
}

/** Collects the ids of jobs. */
export function parseId(text: string, before: number[] = []): number[] {
  if (!/^[1-9]\d{0,14}$/u.test(text)) throw new InvalidArgumentError('It must be the id of a job, a whole number.');
  return [...before, Number(text)];
}

export function parseScopes(text: string): string[] {
  const scopes = text.split(',').map((scope) => scope.trim());
  const wrong = scopes.find((scope) => !SCOPES.some((known) => known === scope));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${SCOPES.join(', ')}.`);
  return scopes;
}
