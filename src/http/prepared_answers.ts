import type { Sections } from '../cache/section_copies.ts';
import { entityTag } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import { worstFreshness } from '../domain/insights.ts';
import type { Freshness } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import { guidance } from '../guidance/guidance.ts';
import type { TimedJson } from './timed_json.ts';

/** What of the sections is asked for, and in which form. */
export interface Question {
  sections: readonly SectionName[];
  format: 'json' | 'prompt';
  max_tokens: number;
}

/** What an answer needs besides its time. */
export interface PreparedAnswer {
  sections: readonly { name: SectionName; section: ServedSection }[];
  freshness: Freshness;
  /** The guidance. */
  text: string;
  /** Entity tag. */
  tag: string;
  /** The JSON answer, made when it is first asked for. */
  body?: TimedJson;
}

/** Questions that are kept prepared for one conversation; a bot asks one or two. */
const MAX_QUESTIONS = 4;

/** Prepares answers once, for as long as the reader gives the same sections. */
export class PreparedAnswers {
  readonly #prepared = new WeakMap<Sections, Map<string, PreparedAnswer>>();

  /** @param botName whose conversation it is: its own name is no subject of the guidance */
  prepare(botName: string, all: Sections, question: Question): PreparedAnswer {
    const id = `${question.sections.join()} ${question.format} ${question.max_tokens}`;
    let answers = this.#prepared.get(all);
    if (answers === undefined) {
      answers = new Map();
      this.#prepared.set(all, answers);
    }
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = prepare(botName, all, question);
    if (answers.size < MAX_QUESTIONS) answers.set(id, answer);
    return answer;
  }
}

function prepare(botName: string, all: Sections, question: Question): PreparedAnswer {
  const sections = [...new Set(question.sections)].map((name) => ({ name, section: all[name] }));
  const chosen = Object.fromEntries(sections.map(({ name, section }) => [name, parsedWhenRead(section)]));
  const text = guidance({ bot_name: botName, sections: chosen }, question.max_tokens);
  const served = sections.map(({ section }) => section);
  return {
    sections,
    freshness: worstFreshness(served.map(({ freshness }) => freshness)),
    text,
    tag: entityTag(served, `${question.format} ${text}`),
  };
}

/** A section that guides nobody is never parsed, any other once. */
function parsedWhenRead({ confidence, data }: ServedSection): { confidence: number; data: unknown } {
  let parsed: unknown;
  return {
    confidence,
    get data(): unknown {
      return (parsed ??= JSON.parse(data));
    },
  };
}
