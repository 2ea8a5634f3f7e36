#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import { json, key, parseId, parseScopes, parseShare, server } from './cli_arguments.ts';
import { runErase, runExport } from './cli_conversation.ts';
import { runImport } from './cli_import.ts';
import { runJobsDrop, runJobsFailed, runJobsRetry } from './cli_jobs.ts';
import { runKeysCreate, runKeysList, runKeysRevoke } from './cli_keys.ts';
import { runStatus } from './cli_status.ts';
import { runVerify } from './cli_verify.ts';

const HELP = `
Settings come by environment variables: see docs/operate.md.
Exit codes: 0 done; 1 failed, or something is wrong; 2 wrong usage or settings; 130 interrupted.`;

function versionOf(packageFile: URL): string {
  return v.parse(v.object({ version: v.string() }), JSON.parse(readFileSync(packageFile, 'utf8'))).version;
}

/** A message without what the command line's library puts around it. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /u, '')
    .trim()
    .replace(/\s+/gu, ' ');
}

/** These commands are programs of their own, which run when they are loaded. */
const nothing = (): void => {};

const program = new Command('coldpath')
  .description('Strategic insight about chat conversations, computed off the reply path and read in milliseconds')
  .version(versionOf(new URL('../../package.json', import.meta.url)))
  .helpCommand(false)
  .addHelpText('after', HELP)
  .configureOutput({ outputError: (text, write) => write(`coldpath: ${oneLine(text)} (--help tells more)\n`) })
  .exitOverride();

program
  .command('start')
  .description('run everything in this process: database (embedded without DATABASE_URL), worker and web')
  .action(() => import('./serve.ts').then(nothing));
program
  .command('web')
  .description('serve the API of the Postgres that DATABASE_URL names')
  .action(() => import('./web.ts').then(nothing));
program
  .command('worker')
  .description('work through the queue of the Postgres that DATABASE_URL names')
  .action(() => import('./worker.ts').then(nothing));
program
  .command('migrate')
  .description('bring the Postgres that DATABASE_URL names to the schema of this release')
  .action(() => import('./migrate.ts').then(nothing));

program
  .command('import')
  .description('send NDJSON files of events to a running server; the same command resumes, what is there is skipped')
  .argument('<file...>', 'one event a line: {"bot_name", "user_id", "event_id", "kind", "occurred_at", "payload"}')
  .addOption(server)
  .addOption(key)
  .option('--wait', 'wait until everything is folded into the insights')
  .addOption(json)
  .action(runImport);

program
  .command('export')
  .description('write all that is held on a user as NDJSON, which import takes back')
  .argument('<bot>')
  .argument('<user>')
  .option('--out <file>', 'a file, which is there only when it is whole; standard output without')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runExport);

program
  .command('erase')
  .description('erase everything of a user, for good')
  .argument('<bot>')
  .argument('<user>')
  .option('--yes', 'do not ask')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runErase);

program
  .command('status')
  .description('tell how the queue and the workers are doing; exit code 1 when something is wrong')
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runStatus);

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
  .addOption(json)
  .action(runJobsRetry);
jobs
  .command('drop')
  .description('forget jobs')
  .argument('<id...>', 'ids as listed', parseId)
  .addOption(server)
  .addOption(key)
  .addOption(json)
  .action(runJobsDrop);

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

program
  .command('verify')
  .description('recompute conversations from their events and compare with what is cached, in the database itself')
  .option('--sample <share>', 'share of the conversations to check, by chance, above 0 to 1', parseShare)
  .addOption(json)
  .action(runVerify);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof AppError || (error instanceof Error && 'code' in error)) {
    process.stderr.write(`coldpath: ${oneLine(error.message)}\n`);
    process.exitCode = 1;
  } else throw error;
}
