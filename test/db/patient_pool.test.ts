import type { Pool, PoolClient, QueryConfig } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { patientPool } from '../../src/db/patient_pool.ts';
import { SILENCE_MS } from '../../src/db/pg.ts';

const LET_GO = { name: 'complete_job/graphile_worker', text: 'delete from jobs where id = $1', values: [7] };
const OTHER = { name: 'get_job/graphile_worker', text: 'update jobs', values: [] };
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const shutDown = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
const wrong = Object.assign(new Error('relation "jobs" does not exist'), { code: '42P01' });

type Query = (config: QueryConfig) => Promise<unknown>;

/** A pool whose connections, queries on them and own queries fail or succeed as told. */
function poolThat(connect: () => Promise<Query>, query: Query): Pool {
  return {
    ending: false,
    connect: async () => ({ query: await connect(), release: () => undefined }) as unknown as PoolClient,
    query,
  } as unknown as Pool;
}

async function send(pool: Pool, config: QueryConfig): Promise<unknown> {
  const client = await pool.connect();
  try {
    return await client.query(config);
  } finally {
    client.release();
  }
}

describe('patientPool()', () => {
  const onRetry = vi.fn<(error: unknown) => void>();

  it('sends what lets go of a job until it arrives: without a connection, or with one that breaks', async () => {
    const query = vi
      .fn<Query>()
      .mockRejectedValueOnce(shutDown)
      .mockRejectedValueOnce(deadlock)
      .mockResolvedValue('done');
    const unreachable = patientPool(
      poolThat(() => Promise.reject(refused), query),
      onRetry,
    );
    const breaking = patientPool(
      poolThat(async () => () => Promise.reject(new Error('Connection terminated unexpectedly')), query),
      onRetry,
    );
    await expect(send(unreachable, LET_GO)).resolves.toBe('done');
    await expect(send(breaking, LET_GO)).resolves.toBe('done');
    const sent = { ...LET_GO, query_timeout: SILENCE_MS };
    expect(query.mock.calls.flat()).toEqual([sent, sent, sent, sent]);
    expect(onRetry.mock.calls.flat()).toEqual([
      refused,
      shutDown,
      deadlock,
      new Error('Connection terminated unexpectedly'),
    ]);
  });

  it('sends nothing else twice, and nothing that Postgres refused', async () => {
    const query = vi.fn<Query>();
    const unreachable = patientPool(
      poolThat(() => Promise.reject(refused), query),
      onRetry,
    );
    const refusing = patientPool(
      poolThat(async () => () => Promise.reject(wrong), query),
      onRetry,
    );
    await expect(send(unreachable, OTHER)).rejects.toBe(refused);
    await expect(send(refusing, LET_GO)).rejects.toBe(wrong);
    expect(query).not.toHaveBeenCalled();
  });
});
