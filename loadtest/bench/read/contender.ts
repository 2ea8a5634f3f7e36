// A server to compare with, as a process of its own: what somebody would write who needs the bytes and nothing else.
//   contender.ts KIND      prints its URL when it listens. Settings by environment: DATABASE_URL, REDIS_URL, SOURCE_URL.
import { serve } from '@hono/node-server';
import { createClient } from '@redis/client';
import { Hono } from 'hono';
import { Pool } from 'pg';
import { readInsights } from '../../../src/db/queries/read_insights.ts';
import { AppError } from '../../../src/domain/errors.ts';

const HEADERS = { 'content-type': 'application/json' };
const WINDOW_HOURS = 168;
/** As many as coldpath's own default. */
const CONNECTIONS = 10;
/** One query an engine, as the system has it that this one follows: two of the seven ask the same table. */
const SEVEN = [
  'strategic_memory_health',
  'strategic_personality_profiles',
  'strategic_conversation_patterns',
  'strategic_memory_behavior',
  'strategic_conversation_patterns',
  'strategic_engagement_opportunities',
];

type Answer = (botName: string, userId: string) => string | Promise<string>;

const KINDS: Readonly<Record<string, () => Promise<Answer>>> = {
  /** The same bytes, fetched once from coldpath and kept in a Map. */
  async memory() {
    const bodies = new Map<string, string>();
    const { BOT: bot = '', USERS: users = '0', SOURCE_URL: source = '' } = process.env;
    for (let i = 0; i < Number(users); i++) {
      const user = `user-${i}`;
      bodies.set(`${bot}/${user}`, await (await fetch(`${source}/v1/bots/${bot}/users/${user}/insights`)).text());
    }
    return (botName, userId) => bodies.get(`${botName}/${userId}`) ?? missing(userId);
  },
  /** The same bytes, put into Redis once. */
  async redis() {
    const client = createClient({ url: process.env['REDIS_URL'] ?? '' });
    client.on('error', fail);
    await client.connect();
    const { BOT: bot = '', USERS: users = '0', SOURCE_URL: source = '' } = process.env;
    for (let i = 0; i < Number(users); i++) {
      const user = `user-${i}`;
      const body = await (await fetch(`${source}/v1/bots/${bot}/users/${user}/insights`)).text();
      await client.set(`${bot}/${user}`, body);
    }
    return async (botName, userId) => (await client.get(`${botName}/${userId}`)) ?? missing(userId);
  },
  /** Our statement, prepared, and what it returns, as it is. */
  async postgres() {
    const pool = openPool();
    const { name, text } = readInsights;
    return async (botName, userId) => {
      const { rows } = await pool.query<{ insights: string }>({
        name,
        text,
        values: [JSON.stringify([{ asked: 0, bot_name: botName, user_id: userId }]), WINDOW_HOURS],
      });
      const [row = missing(userId)] = rows;
      return row.insights;
    };
  },
  /** Seven statements, prepared, all at once over the pool. */
  async seven_queries() {
    const pool = openPool();
    const performance = {
      name: 'performance',
      text: `SELECT * FROM strategic_character_performance
        WHERE bot_name = $1 AND time_window_hours = $2 AND expires_at > NOW()`,
    };
    const statements = SEVEN.map((table) => ({
      name: table,
      text: `SELECT * FROM ${table} WHERE user_id = $1 AND bot_name = $2 AND expires_at > NOW()`,
    }));
    return async (botName, userId) => {
      const results = await Promise.all([
        pool.query({ ...performance, values: [botName, WINDOW_HOURS] }),
        ...statements.map((statement) => pool.query({ ...statement, values: [userId, botName] })),
      ]);
      return JSON.stringify(results.map(({ rows: [row] }: { rows: unknown[] }) => row ?? null));
    };
  },
};

function openPool(): Pool {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: CONNECTIONS });
  pool.on('error', fail);
  return pool;
}

function missing(userId: string): never {
  throw new AppError('not_found', `nothing is held of ${userId}`);
}

function fail(error: Error): void {
  process.stderr.write(`contender: ${error.message}\n`);
}

const [kind = ''] = process.argv.slice(2);
const open = KINDS[kind];
if (open === undefined) throw new RangeError(`there is no contender "${kind}"`);
const answer = await open();
const app = new Hono().get('/v1/bots/:bot/users/:user/insights', async (c) =>
  c.body(await answer(c.req.param('bot'), c.req.param('user')), 200, HEADERS),
);
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
