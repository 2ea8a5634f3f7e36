/** Most characters of an id that a caller gives a request: letters, digits, -, _ and =. */
const MAX_REQUEST_ID = 64;
const REQUEST_ID = /^[\w\-=]+$/u;

/** The id that a caller gave a request, or one of its own. */
export function requestIdOf(given: string | undefined): string {
  if (given !== undefined && given.length <= MAX_REQUEST_ID && REQUEST_ID.test(given)) return given;
  return crypto.randomUUID();
}
