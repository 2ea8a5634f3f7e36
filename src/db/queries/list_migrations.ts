import * as v from 'valibot';
import { statement } from '../db.ts';

export const listMigrations = statement(
  'list_migrations',
  v.object({ version: v.number(), name: v.string() }),
  'SELECT version, name FROM coldpath_migrations ORDER BY version',
);
