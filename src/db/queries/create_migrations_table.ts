import * as v from 'valibot';
import { statement } from '../db.ts';

export const createMigrationsTable = statement(
  'create_migrations_table',
  v.unknown(),
  `CREATE TABLE IF NOT EXISTS coldpath_migrations (
  version integer NOT NULL PRIMARY KEY,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`,
);
