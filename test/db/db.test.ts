import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { statement } from '../../src/db/db.ts';
import type { Database } from '../../src/db/db.ts';
import { TEST_DATABASE_URL, openEmptyDatabase } from './open_test_database.ts';

const anything = v.record(v.string(), v.unknown());

describe('the database port', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openEmptyDatabase();
    await db.script('CREATE TABLE t (n bigint PRIMARY KEY); CREATE TABLE u (n bigint);');
  });
  afterAll(() => db.close());

  const insert = statement('insert_t', v.unknown(), 'INSERT INTO t (n) VALUES ($1)');
  const count = statement('count_t', v.object({ n: v.number() }), 'SELECT count(*) AS n FROM t WHERE n = $1');

  it('reads every type that the tables use as the same JavaScript value', async () => {
    const all = statement(
      'all_types',
      anything,
      `SELECT 9007199254740991::bigint AS big, 7::smallint AS small, 0.1::double precision AS double, 1.5::numeric AS decimal,
        true AS yes, 'x'::text AS text, NULL AS nothing, '2026-01-02T03:04:05.678Z'::timestamptz AS time,
        '{"b":1,"a":[1e-7,null]}'::jsonb AS jsonb, '{"b":1, "a":0.1}'::json AS json, ARRAY[0.5, 0.1]::real[] AS reals`,
    );
    expect(await db.query(all, [])).toEqual([
      {
        big: 9007199254740991,
        small: 7,
        double: 0.1,
        decimal: '1.5',
        yes: true,
        text: 'x',
        nothing: null,
        time: new Date('2026-01-02T03:04:05.678Z'),
        jsonb: { a: [1e-7, null], b: 1 },
        json: { b: 1, a: 0.1 },
        reals: [0.5, 0.1],
      },
    ]);
  });

  it('gives a double back to the last digit, through JSON too', async () => {
    const doubles = [0.1 + 0.2, 1 / 3, Number.MIN_VALUE, Number.MAX_VALUE, 123456789.12345679, -1e-300];
    const echo = statement(
      'echo_doubles',
      v.object({ value: v.number(), json: v.number() }),
      `SELECT (x #>> '{}')::double precision AS value, x AS json FROM jsonb_array_elements($1::jsonb) AS x`,
    );
    const rows = await db.query(echo, [JSON.stringify(doubles)]);
    expect(rows).toEqual(doubles.map((value) => ({ value, json: value })));
  });

  it('refuses a row that is not what the statement promises', async () => {
    const wrong = statement('wrong', v.object({ n: v.string() }), 'SELECT 1 AS n');
    await expect(db.query(wrong, [])).rejects.toThrow(/^row 0 of wrong: n .*Expected string/u);
  });

  it('commits what a transaction did, and only then', async () => {
    await db.transaction(async (tx) => {
      await tx.query(insert, [1]);
      expect(await tx.query(count, [1])).toEqual([{ n: 1 }]);
    });
    expect(await db.query(count, [1])).toEqual([{ n: 1 }]);
  });

  it('leaves nothing of a transaction whose work fails, and passes the error on', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query(insert, [2]);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await db.query(count, [2])).toEqual([{ n: 0 }]);
  });

  it('works on after a statement failed in a transaction', async () => {
    const twice = db.transaction(async (tx) => {
      await tx.query(insert, [3]);
      await tx.query(insert, [3]);
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await db.query(count, [3])).toEqual([{ n: 0 }]);
  });

  it('keeps two transactions at the same time apart', async () => {
    const outcomes = await Promise.allSettled(
      [10, 11].map((n) =>
        db.transaction(async (tx) => {
          await tx.query(insert, [n]);
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (n === 11) throw new Error('second fails');
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await db.query(count, [10])).toEqual([{ n: 1 }]);
    expect(await db.query(count, [11])).toEqual([{ n: 0 }]);
  });

  it('hears notifications until it stops listening', async () => {
    const heard = vi.fn<(payload: string) => void>();
    const stop = await db.listen('news', heard, () => expect.fail('the connection was lost'));
    const notify = statement('notify', v.unknown(), `SELECT pg_notify('news', $1)`);
    await db.query(notify, ['one']);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith('one'));
    await stop();
    await db.query(notify, ['two']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('lets pool clients run transactions beside its own, as Graphile Worker does', async () => {
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query('INSERT INTO u (n) VALUES ($1)', [5]);
    const beside = db.query(count, [1]);
    await client.query('rollback');
    client.release();
    await expect(beside).resolves.toEqual([{ n: 1 }]);
    const { rows } = await db.pool.query('SELECT count(*)::int AS n FROM u');
    expect(rows).toEqual([{ n: 0 }]);
  });

  it.runIf(TEST_DATABASE_URL !== undefined)(
    'gives up on a statement, and on a transaction that is left open',
    async () => {
      const { rows } = await db.pool.query(
        `SELECT current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle`,
      );
      expect(rows).toEqual([{ statement: '1min', idle: '1min' }]);
    },
  );

  it.runIf(TEST_DATABASE_URL !== undefined)('gives up on an answer that does not come in time', async () => {
    const slow = statement('slow', anything, 'SELECT pg_sleep(30)', { timeoutMs: 100 });
    const isLate = 'the database did not answer within 100 ms';
    await expect(db.query(slow, [])).rejects.toThrow(isLate);
    const transaction = db.transaction(async (tx) => {
      await tx.query(insert, [77]);
      await tx.query(slow, []);
    });
    await expect(transaction).rejects.toThrow(isLate);
    await expect(db.write(slow, [])).rejects.toThrow(isLate);
    // Neither pool hands out a connection that still waits for that answer.
    const all = Array.from({ length: 20 }, async () => [await db.query(count, [77]), await db.write(count, [77])]);
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, () => [[{ n: 0 }], [{ n: 0 }]]));
  });
});
