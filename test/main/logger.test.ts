import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { withoutData } from '../../src/main/logger.ts';

describe('withoutData()', () => {
  it('keeps of a refused row neither the row nor its parameters', () => {
    const refused = Object.assign(new Error('duplicate key value violates unique constraint "events_pkey"'), {
      code: '23505',
      detail: 'Key (bot_name, user_id, seq)=(elena, 4711, 1) already exists.',
      where: 'secret',
      parameters: ['secret'],
    });
    const logged = withoutData(new AppError('internal', 'cannot write', { cause: refused }));
    expect(logged).toMatchObject({ type: 'AppError', code: 'internal', cause: { code: '23505' } });
    expect(JSON.stringify(logged)).not.toMatch(/4711|secret/u);
  });

  it('says where a value is wrong, not what it is', () => {
    const schema = v.object({ rows: v.array(v.object({ n: v.number() })) });
    const thrown = (() => {
      try {
        return v.parse(schema, { rows: [{ n: 'I am allergic' }] });
      } catch (error) {
        return error;
      }
    })();
    expect(String(thrown)).toContain('allergic');
    const logged = withoutData(thrown);
    expect(logged.message).toBe('rows.0.n is not number');
    expect(logged.stack).toContain('logger.test.ts');
    expect(JSON.stringify(logged)).not.toContain('allergic');
  });

  it('ends with causes that go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(JSON.stringify(withoutData(error)).length).toBeLessThan(20_000);
  });

  it('takes what is no error', () => {
    expect(withoutData('secret')).toEqual({ type: 'string', message: 'not an error', stack: '' });
  });
});
