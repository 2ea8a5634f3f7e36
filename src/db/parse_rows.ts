import * as v from 'valibot';
import { AppError } from '../domain/errors.ts';
import type { Statement } from './db.ts';

/**
 * Parses what a statement returned.
 * @throws AppError `internal` that names the statement, the row and the path of the first field that is not as promised
 */
export function parseRows<Row>({ name, row: schema }: Statement<Row>, rows: readonly unknown[]): Row[] {
  const parsed = v.safeParse(v.array(schema), rows);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const [index, ...path] = (issue.path ?? []).map(({ key }) => String(key));
  const field = path.length === 0 ? 'it' : path.join('.');
  const seq = sequenceNumber(rows[Number(index)]);
  throw new AppError('internal', `row ${index}${seq} of ${name}: ${field} ${issue.message}`, {
    cause: new v.ValiError(parsed.issues),
  });
}

/** Says which event it is, where the row is one. */
function sequenceNumber(row: unknown): string {
  return typeof row === 'object' && row !== null && 'seq' in row ? ` (seq ${String(row.seq)})` : '';
}
