/** What a key opens: everything, the figures for monitoring, or one bot. */
export const SCOPES = ['admin', 'metrics', 'read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is calling, and what for. */
export interface Access {
  /** The key's id, `admin` for the key of the environment, `local` for a caller who needs none. */
  keyId: string;
  /** The one bot that `read` and `write` are for. */
  botName: string | null;
  scopes: ReadonlySet<Scope>;
}

/** What a call takes. `botName` null: any bot, which the call checks itself. */
export type Need = { scope: 'admin' | 'metrics' } | { scope: 'read' | 'write'; botName: string | null };

/** Whether this caller may do that. A key for one bot opens nothing of another, whether or not that exists. */
export function allows({ scopes, botName }: Access, need: Need): boolean {
  if (scopes.has('admin')) return true;
  if (!scopes.has(need.scope)) return false;
  return !('botName' in need) || need.botName === null || need.botName === botName;
}
