/** Seconds before its expiry at which a row is refreshed ahead: time for the queue to get to it. */
export const LEAD_SECONDS = 30;

export interface AheadInput {
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
export function nextRefreshAhead({ lastEventAt, expiresAt, refreshAheadSeconds }: AheadInput): Date | null {
  const windowEnds = lastEventAt.getTime() + refreshAheadSeconds * 1_000;
  if (expiresAt.getTime() >= windowEnds) return null;
  return new Date(expiresAt.getTime() - LEAD_SECONDS * 1_000);
}
