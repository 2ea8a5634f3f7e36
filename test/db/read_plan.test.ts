import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { readBotState } from '../../src/db/queries/read_bot_state.ts';
import { readInsights } from '../../src/db/queries/read_insights.ts';
import { openTestDatabase, TEST_DATABASE_URL } from './open_test_database.ts';

const ROWS = 1_000_000;
const WINDOWS = [24, 168, 720];
/** Of one row each; the performance table has one row a bot and window. */
const CONVERSATION_TABLES = [
  'strategic_memory_health',
  'strategic_personality_profiles',
  'strategic_conversation_patterns',
  'strategic_memory_behavior',
  'strategic_engagement_opportunities',
];
const TABLES = [...CONVERSATION_TABLES, 'strategic_character_performance'];
const READ_TABLES = [...TABLES, 'conversations', 'bots', 'engine_states'];

/** Nodes that read none; a function scan takes the parameters apart, an aggregate puts the states of engines together. */
const NO_TABLE = ['Nested Loop', 'Result', 'Limit', 'Subquery Scan', 'Append', 'Function Scan', 'Aggregate'];

interface PlanNode {
  type: string;
  table: string | undefined;
  index: string | undefined;
  condition: string | undefined;
  children: PlanNode[];
}

const NodeSchema: v.GenericSchema<unknown, PlanNode> = v.pipe(
  v.object({
    'Node Type': v.string(),
    'Relation Name': v.optional(v.string()),
    'Index Name': v.optional(v.string()),
    'Index Cond': v.optional(v.string()),
    Plans: v.optional(v.array(v.lazy(() => NodeSchema)), []),
  }),
  v.transform((node) => ({
    type: node['Node Type'],
    table: node['Relation Name'],
    index: node['Index Name'],
    condition: node['Index Cond'],
    children: node.Plans,
  })),
);
const ExplainSchema = v.object({ 'QUERY PLAN': v.tuple([v.object({ Plan: NodeSchema })]) });

// Without a server there is nothing to plan for: the embedded database prepares no statements.
describe.runIf(TEST_DATABASE_URL !== undefined)('the plan of the hot read', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  /** The plan that Postgres keeps for a prepared statement that is asked often: the same for whatever parameters. */
  async function genericPlan(text: string, values: string): Promise<PlanNode[]> {
    const client = await db.pool.connect();
    try {
      await client.query('SET plan_cache_mode = force_generic_plan');
      await client.query(`PREPARE hot_read AS ${text}`);
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE hot_read (${values})`);
      return flatten(v.parse(ExplainSchema, rows[0])['QUERY PLAN'][0].Plan);
    } finally {
      client.release(true); // with its settings and its statement
    }
  }

  /** What is wrong with a plan for reads of one row a table. */
  async function faultsOf(plan: readonly PlanNode[], tables: readonly string[]): Promise<string[]> {
    const { rows } = await db.pool.query<{ name: string }>(
      'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indisunique',
    );
    const unique = new Set(rows.map(({ name }) => name));
    const fault = ({ type, table, index, condition }: PlanNode): string | undefined => {
      if (NO_TABLE.includes(type)) return undefined;
      if (type !== 'Index Scan' && type !== 'Index Only Scan') return `${type} ${table ?? ''}`;
      return unique.has(index ?? '') && condition !== undefined ? undefined : `${type} ${table} by ${index}`;
    };
    const missing = tables.filter((name) => plan.filter(({ table }) => table === name).length !== 1);
    return [...plan.flatMap((node) => fault(node) ?? []), ...missing.map((name) => `no single lookup in ${name}`)];
  }

  /** What is wrong with the plans of all that a read asks: of the rows, and, where they have expired, of the states. */
  const faultsOfReads = async (): Promise<string[]> => [
    ...(await faultsOf(await genericPlan(readInsights.text, `'${askedFor(7)}', 168`), READ_TABLES)),
    ...(await faultsOf(await genericPlan(readBotState.text, `'bot-7', 'character_performance', 1`), ['bot_states'])),
  ];

  it('is one lookup by a unique index in each table while nothing is known of them', async () => {
    expect(await faultsOfReads()).toEqual([]);
  });

  it('would be found out if it read a table from end to end', async () => {
    const scan = `EXPLAIN (FORMAT JSON) SELECT * FROM strategic_memory_health ORDER BY avg_memory_age_hours`;
    const { rows } = await db.pool.query(scan);
    const faults = await faultsOf(flatten(v.parse(ExplainSchema, rows[0])['QUERY PLAN'][0].Plan), TABLES);
    expect(faults).toEqual(expect.arrayContaining(['Sort ', 'Seq Scan strategic_memory_health']));
  });

  it(`stays so with ${ROWS} rows in each table, analysed, and is the plan that is used`, async () => {
    await fill(db);
    expect(await faultsOfReads()).toEqual([]);
    const client = await db.pool.connect();
    try {
      const { name, text } = readInsights;
      for (let i = 1; i <= 20; i++) {
        const { rows } = await client.query({ name, text, values: [askedFor(i), 168] });
        // Of rows that have long expired: the states come with them.
        expect(rows).toEqual([{ asked: 0, insights: expect.stringContaining(`{ "context_switch 1" : {}`) as string }]);
      }
      const { rows } = await client.query(
        'SELECT generic_plans > custom_plans AS generic FROM pg_prepared_statements WHERE name = $1',
        [name],
      );
      expect(rows).toEqual([{ generic: true }]);
    } finally {
      client.release();
    }
  }, 180_000);
});

function askedFor(index: number): string {
  const now = Date.now() + 86_400_000;
  return JSON.stringify([{ asked: 0, bot_name: `bot-${index}`, user_id: `user-${index}`, now }]);
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flatten)];
}

/** Rows and a state of a million conversations, of a hundred bots, and rows of a third as many bots in three windows. */
async function fill(db: Database): Promise<void> {
  // Ascending ids are quicker to insert; notifications to nobody would only take time.
  const rows = `SELECT ('00000000-0000-0000-0000-' || lpad(to_hex(i), 12, '0'))::uuid AS id, i,
    'user-' || i AS user_id, 'bot-' || i % 100 AS bot_name FROM generate_series(1, ${ROWS}) AS i`;
  const inserts = CONVERSATION_TABLES.map(
    (table) => `INSERT INTO ${table} (id, user_id, bot_name) SELECT id, user_id, bot_name FROM (${rows}) AS r`,
  );
  const windows = `INSERT INTO strategic_character_performance (id, bot_name, time_window_hours)
    SELECT id, 'bot-' || i / 3, (ARRAY[${WINDOWS.join(',')}])[1 + i % 3] FROM (${rows}) AS r`;
  const conversations = `INSERT INTO conversations (bot_name, user_id) SELECT bot_name, user_id FROM (${rows}) AS r`;
  const states = `INSERT INTO engine_states (bot_name, user_id, engine, version, seq, state)
    SELECT bot_name, user_id, 'context_switch', 1, 0, '{}' FROM (${rows}) AS r`;
  const bots = `INSERT INTO bots (bot_name) SELECT 'bot-' || i FROM (${rows}) AS r WHERE i % 3 = 0 OR i < 100`;
  const botStates = `INSERT INTO bot_states (bot_name, engine, version, state)
    SELECT bot_name, 'character_performance', 1, '{}' FROM bots`;
  const tables = [...READ_TABLES, 'bot_states'];
  // All of them: what belongs together is made so.
  await db.script(tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER ALL`).join(';'));
  await db.script(bots);
  const all = [...inserts, windows, conversations, states, botStates];
  const halves = [0, 1].map((half) => all.filter((_, index) => index % 2 === half));
  await Promise.all(halves.map((half) => db.script(half.join(';'))));
  await db.script(tables.map((table) => `ANALYZE ${table}`).join(';'));
}
