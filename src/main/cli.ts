#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { SCOPES } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { runImport } from './cli_import.ts';
import { runJobsDrop, runJobsFailed, runJobsRetry } from './cli_jobs.ts';
import { runKeysCreate, runKeysList, runKeysRevoke } from './cli_keys.ts';
import { runStatus } from './cli_status.ts';
import { runVerify } from './cli_verify.ts';

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('It must be a number above 0, up to 1.');
  return share;
}

function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:8787.');
  }
  return text;
}

/** Collects the ids of jobs. */
function parseId(text: string, before: number[] = []): number[] {
  if (!/^[1-9]\d{0,14}$/u.test(text)) throw new InvalidArgumentError('It must be the id of a job, a whole number.');
  return [...before, Number(text)];
}

const server = new Option('--url <url>', 'the server')
  .env('COLDPATH_URL')
  .default('http://127.0.0.1:8787')
  .argParser(parseUrl);
const key = new Option(
  '--key <key>',
  'the key to the server; better by environment, where no process list shows it',
).env('COLDPATH_KEY');
const json = new Option('--json', 'print JSON, for machines');

const program = new Command('coldpath')
  .description('Strategic insight about chat conversations, computed off the reply path and read in milliseconds')
  .showHelpAfterError('(add --help for the options)');

program
  .command('import')
  .description('send NDJSON files of events to a running server; the same command resumes, what is there is skipped')
  .argument('<file...>', 'one event a line: {"bot_name", "user_id", "event_id", "kind", "occurred_at", "payload"}')
  .addOption(server)
  .addOption(key)
  .option('--wait', 'wait until everything is folded into the insights')
  .action(runImport);

program
  .command('status')
  .description('tell how the queue and the workers are doing; exit code 1 when something is wrong')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runStatus);

program
  .command('verify')
  .description('recompute conversations from their events and compare with what is cached, in the database itself')
  .option('--sample <share>', 'share of the conversations to check, by chance, above 0 to 1', parseShare)
  .addOption(json)
  .action(runVerify);

const jobs = program.command('jobs').description('list, retry or drop what failed for good');
jobs
  .command('failed')
  .description('one line a job')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runJobsFailed);
jobs
  .command('retry')
  .description('queue jobs again')
  .argument('<id...>', 'ids as listed', parseId)
  .addOption(server)
  .addOption(key)
  .action(runJobsRetry);
jobs
  .command('drop')
  .description('forget jobs')
  .argument('<id...>', 'ids as listed', parseId)
  .addOption(server)
  .addOption(key)
  .action(runJobsDrop);

function parseScopes(text: string): string[] {
  const scopes = text.split(',').map((scope) => scope.trim());
  const wrong = scopes.find((scope) => !SCOPES.some((known) => known === scope));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${SCOPES.join(', ')}.`);
  return scopes;
}

const keys = program.command('keys').description('make, list and revoke keys to the API; needs the admin key');
keys
  .command('create')
  .description('make a key; it is printed once')
  .option('--bot <name>', 'the one bot it is for')
  .requiredOption('--scope <scopes>', 'read, write or read,write of a bot; admin or metrics without one', parseScopes)
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runKeysCreate);
keys
  .command('list')
  .description('one line a key, with what it opens and when it was last used')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runKeysList);
keys
  .command('revoke')
  .description('make keys open nothing from now on')
  .argument('<id...>', 'ids as listed')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runKeysRevoke);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof AppError) && !(error instanceof Error && 'code' in error)) throw error;
  process.stderr.write(`coldpath: ${error.message}\n`);
  process.exitCode = 1;
}
