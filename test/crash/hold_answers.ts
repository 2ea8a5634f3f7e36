// Loaded into the web process under test before its own code: an answer to a request that asks for it is held back, so
// that the process can be killed when the events are committed and nobody has been told.
import { ServerResponse } from 'node:http';

/** Long enough to be killed in. */
const HOLD_MS = 20_000;

for (const method of ['write', 'end'] as const) {
  const original = ServerResponse.prototype[method];
  Object.defineProperty(ServerResponse.prototype, method, {
    value(this: ServerResponse, ...given: unknown[]) {
      const send = (): unknown => Reflect.apply(original, this, given);
      if (this.req.headers['x-hold-answer'] === undefined) return send();
      setTimeout(send, HOLD_MS);
      return method === 'end' ? this : true;
    },
  });
}
