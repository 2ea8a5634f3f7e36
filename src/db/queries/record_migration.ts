import * as v from 'valibot';
import { statement } from '../db.ts';

export const recordMigration = statement(
  'record_migration',
  v.unknown(),
  'INSERT INTO coldpath_migrations (version, name) VALUES ($1, $2)',
);
