import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { TEST_DATABASE_URL } from './open_test_database.ts';

const SCRIPT = fileURLToPath(new URL('many_reads.ts', import.meta.url));
const PrintedSchema = v.pipe(v.string(), v.parseJson(), v.object({ came: v.number(), kept: v.number() }));

describe.runIf(TEST_DATABASE_URL !== undefined)('what statements returned', () => {
  it('is let go of without a collection of the whole heap', async () => {
    const env = { ...process.env, DATABASE_URL: TEST_DATABASE_URL };
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], { env });
    const { came, kept } = v.parse(PrintedSchema, stdout);
    expect(came).toBeGreaterThan(40_000_000);
    expect(kept).toBeLessThan(came / 50);
  }, 60_000);
});
