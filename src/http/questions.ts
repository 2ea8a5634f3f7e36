import { LRUCache } from 'lru-cache';
import type { Context } from 'hono';
import type { SectionName } from '../domain/table.ts';
import { InsightQuerySchema } from './inputs.ts';
import { parseQuery } from './read_json.ts';

/** What of the sections is asked for, and in which form. The same object for the same query, as far as they are kept. */
export interface Question {
  readonly sections: readonly SectionName[];
  readonly format: 'json' | 'prompt';
  readonly max_tokens: number;
}

/** Queries whose question is kept: bots write one or two. */
const MAX_QUERIES = 64;

/** What callers ask for in the query of a read, parsed once for each wording. */
export class Questions {
  readonly #known = new LRUCache<string, Question>({ max: MAX_QUERIES });

  /** @throws AppError `invalid_input` that names every wrong parameter */
  of(c: Context): Question {
    const { url } = c.req;
    const start = url.indexOf('?');
    const query = start === -1 ? '' : url.slice(start);
    let question = this.#known.get(query);
    if (question === undefined) {
      const asked = parseQuery(InsightQuerySchema, c);
      question = { ...asked, sections: [...new Set(asked.sections)] };
      this.#known.set(query, question);
    }
    return question;
  }
}
