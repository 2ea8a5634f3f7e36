/** Milliseconds before its expiry at which a row is refreshed ahead: time for the queue to get to it. */
const LEAD_MS = 30_000;

export interface AheadInput {
  now: Date;
  lastEventAt: Date;
  /** When the rows that were just written expire. */
  expiresAt: Date;
  /** For how long after the last event the bot wants its rows unexpired; 0 for not at all. */
  refreshAheadSeconds: number;
}

/**
 * When to refresh a conversation again although nothing happens in it, so that whoever reads the tables by SQL finds
 * unexpired rows. The API needs none of this: it projects expired rows anew.
 * @returns null when the rows just written last until the window ends
 */
export function nextRefreshAhead({ now, lastEventAt, expiresAt, refreshAheadSeconds }: AheadInput): Date | null {
  const windowEnds = lastEventAt.getTime() + refreshAheadSeconds * 1_000;
  if (expiresAt.getTime() >= windowEnds) return null;
  // With a short time to live half of it has to do: a refresh that is due at once would only bring on the next.
  const lead = Math.min(LEAD_MS, (expiresAt.getTime() - now.getTime()) / 2);
  return new Date(expiresAt.getTime() - lead);
}
