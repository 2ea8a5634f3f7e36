#!/usr/bin/env node
import { Command } from 'commander';
import { AppError } from '../domain/errors.ts';
import { runImport } from './cli_import.ts';

const program = new Command('coldpath')
  .description('Strategic insight about chat conversations, computed off the reply path and read in milliseconds')
  .showHelpAfterError('(add --help for the options)');

program
  .command('import')
  .description(
    'send NDJSON files of events to a running server; run it again to resume, what is there already is skipped',
  )
  .argument(
    '<file...>',
    'files with one event a line: {"bot_name", "user_id", "event_id", "kind", "occurred_at", "payload"}',
  )
  .option('--url <url>', 'the server', process.env['COLDPATH_URL'] ?? 'http://127.0.0.1:8787')
  .option('--wait', 'wait until everything is folded into the insights')
  .action(runImport);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof AppError) && !(error instanceof Error && 'code' in error)) throw error;
  process.stderr.write(`coldpath: ${error.message}\n`);
  process.exitCode = 1;
}
