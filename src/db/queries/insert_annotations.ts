import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 annotations as [{bot_name, user_id, seq, analyzer_version, analysis, embedding_source, embedding}]. */
export const insertAnnotations = statement(
  'insert_annotations',
  v.unknown(),
  `INSERT INTO annotations (bot_name, user_id, seq, analyzer_version, analysis, embedding_source, embedding)
SELECT g.bot_name, g.user_id, g.seq, g.analyzer_version, g.analysis, g.embedding_source, g.embedding
FROM json_to_recordset($1::json) AS g (
  bot_name text, user_id text, seq bigint, analyzer_version integer, analysis jsonb, embedding_source text, embedding real[]
)
ON CONFLICT (bot_name, user_id, seq) DO NOTHING`,
);
