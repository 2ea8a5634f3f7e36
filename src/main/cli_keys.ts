import * as v from 'valibot';
import { callServer } from '../cli/server.ts';
import type { Server } from '../cli/server.ts';
import { SCOPES } from '../domain/access.ts';

const KeySchema = v.object({
  key_id: v.string(),
  bot_name: v.nullable(v.string()),
  scopes: v.array(v.picklist(SCOPES)),
  created_at: v.string(),
  last_used_at: v.nullable(v.string()),
  revoked_at: v.nullable(v.string()),
});
const NewKeySchema = v.object({ ...v.omit(KeySchema, ['last_used_at', 'revoked_at']).entries, key: v.string() });
const PageSchema = v.object({ keys: v.array(KeySchema), next_after: v.nullable(v.string()) });

type Options = Server & { json?: boolean };

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `coldpath keys create`: the key alone on stdout, so that a script can take it; what it opens on stderr. */
export async function runKeysCreate({ bot, scope, json, ...server }: Options & { bot?: string; scope: string[] }) {
  const body = { ...(bot !== undefined && { bot_name: bot }), scopes: scope };
  const made = await callServer(server, '/v1/keys', NewKeySchema, { method: 'POST', body });
  if (json === true) return print(JSON.stringify(made));
  process.stderr.write(`key ${made.key_id} opens ${opens(made)}; it is shown this once, keep it:\n`);
  print(made.key);
}

/** `coldpath keys list`: one line a key, revoked ones too. */
export async function runKeysList({ json, ...server }: Options): Promise<void> {
  let after: string | null = '000000000000';
  let found = 0;
  while (after !== null) {
    const page: v.InferOutput<typeof PageSchema> = await callServer(server, `/v1/keys?after=${after}`, PageSchema);
    for (const key of page.keys) print(json === true ? JSON.stringify(key) : lineOf(key));
    found += page.keys.length;
    after = page.next_after;
  }
  if (found === 0 && json !== true) print('there are no keys');
}

function lineOf(key: v.InferOutput<typeof KeySchema>): string {
  const used = key.last_used_at === null ? 'never used' : `last used ${key.last_used_at}`;
  const end = key.revoked_at === null ? used : `${used}, REVOKED ${key.revoked_at}`;
  return `${key.key_id}  ${opens(key)}  made ${key.created_at}, ${end}`;
}

function opens({ bot_name: bot, scopes }: Pick<v.InferOutput<typeof KeySchema>, 'bot_name' | 'scopes'>): string {
  return bot === null ? scopes.join(',') : `${scopes.join(',')} of bot "${bot}"`;
}

/** `coldpath keys revoke ID…`. */
export async function runKeysRevoke(ids: string[], { json, ...server }: Options): Promise<void> {
  const schema = v.object({ key_id: v.string(), revoked_at: v.string() });
  for (const id of ids) {
    const revoked = await callServer(server, `/v1/keys/${id}`, schema, { method: 'DELETE' });
    print(json === true ? JSON.stringify(revoked) : `${revoked.key_id} opens nothing since ${revoked.revoked_at}`);
  }
}
