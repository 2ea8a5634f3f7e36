import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id, $3 analyzer_version, $4 annotations as [{seq, analysis, embedding_source, embedding}]. */
export const insertAnnotations = statement(
  'insert_annotations',
  v.unknown(),
  `INSERT INTO annotations (bot_name, user_id, seq, analyzer_version, analysis, embedding_source, embedding)
SELECT $1, $2, g.seq, $3, g.analysis, g.embedding_source, g.embedding
FROM jsonb_to_recordset($4::jsonb) AS g (seq bigint, analysis jsonb, embedding_source text, embedding real[])
ON CONFLICT (bot_name, user_id, seq) DO NOTHING`,
);
