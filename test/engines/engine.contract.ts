import type { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareEvents } from '../../src/domain/event.ts';
import type { AnnotatedEvent, Engine } from '../../src/engines/engine.ts';
import { MAX_STATE_BYTES } from '../../src/engines/engine.ts';
import { arbitraryEvents } from './arbitrary_events.ts';
import { insertRow, migratedPGlite } from './cache_tables.ts';

const DAY = 86_400_000;

/**
 * The laws every engine keeps (see `Engine`). An engine's own test file calls this once.
 * @param rowSchema what a row of the engine must look like, on top of the table's CHECKs
 */
export function engineContract<State, Row extends object>(
  engine: Engine<State, Row>,
  rowSchema: v.GenericSchema,
): void {
  const fold = (events: readonly AnnotatedEvent[], from: State = engine.init()) =>
    events.reduce((state, event) => engine.fold(state, event), from);
  const throughJson = (state: State) => v.parse(engine.stateSchema, JSON.parse(JSON.stringify(state)));

  describe(`${engine.name} keeps the laws of an engine`, () => {
    let db: PGlite;
    beforeAll(async () => {
      db = await migratedPGlite();
    });
    afterAll(() => db.close());

    it('folds in any batches, with the state stored in between, to the same state and row', () => {
      fc.assert(
        fc.property(arbitraryEvents(60), fc.array(fc.nat(60), { maxLength: 8 }), (events, cuts) => {
          const whole = fold(events);
          const bounds = [0, ...cuts.map((cut) => Math.min(cut, events.length)).sort((a, b) => a - b), events.length];
          let state = engine.init();
          for (let i = 1; i < bounds.length; i++)
            state = throughJson(fold(events.slice(bounds[i - 1], bounds[i]), state));
          expect(JSON.stringify(state)).toBe(JSON.stringify(throughJson(whole)));
          const now = new Date((events.at(-1)?.at ?? 0) + DAY);
          expect(engine.project(state, now)).toEqual(engine.project(whole, now));
        }),
        { numRuns: 60 },
      );
    });

    it('gives the same for the same, and leaves its arguments as they were', () => {
      fc.assert(
        fc.property(arbitraryEvents(40), (events) => {
          const frozen = deepFreeze(structuredClone(events));
          const once = frozen.reduce(
            (state, event) => deepFreeze(engine.fold(state, event)),
            deepFreeze(engine.init()),
          );
          expect(once).toEqual(fold(events));
          const now = new Date((events.at(-1)?.at ?? 0) + 3 * DAY);
          expect(engine.project(once, now)).toEqual(engine.project(structuredClone(once), now));
        }),
        { numRuns: 40 },
      );
    });

    it('projects at any time a row that its schema and the CHECKs of its table accept', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryEvents(80), fc.integer({ min: -400, max: 4_000 }), async (events, days) => {
          const now = new Date((events.at(-1)?.at ?? Date.UTC(2026, 0, 1)) + days * DAY);
          const row = engine.project(fold(events), now);
          v.assert(rowSchema, row);
          expect(row.confidence).toBeGreaterThanOrEqual(0);
          expect(row.confidence).toBeLessThanOrEqual(1);
          expect(throughDatabase(row)).toEqual(row);
          await insertRow(db, engine.table, row);
        }),
        { numRuns: 60 },
      );
    });

    it(`keeps its state under ${MAX_STATE_BYTES} bytes`, () => {
      const [events] = fc.sample(fc.array(arbitraryEvents(400), { minLength: 10, maxLength: 10 }), {
        numRuns: 1,
        seed: 7,
      });
      const all = (events ?? []).flat().map((event, index) => ({ ...event, eventId: `e${index}` }));
      const state = fold(all.sort(compareEvents));
      expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThanOrEqual(MAX_STATE_BYTES);
    });
  });
}

/** JSON has no NaN, no Infinity and no undefined: a row that holds one would come back as another. */
function throughDatabase<Row>(row: Row): Row {
  return JSON.parse(JSON.stringify(row)) as Row;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
