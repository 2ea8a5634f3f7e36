import type { Sections } from '../cache/section_copies.ts';
import { entityTag } from '../cache/served_section.ts';
import type { ServedSection } from '../cache/served_section.ts';
import { worstFreshness } from '../domain/insights.ts';
import type { Freshness } from '../domain/insights.ts';
import type { SectionName } from '../domain/table.ts';
import { guidanceOf } from '../guidance/guidance.ts';
import type { Reader } from '../guidance/sentence.ts';
import { readerOfData, sentencesOfJson } from '../guidance/told.ts';
import type { ReadGroup } from '../metrics/metrics.ts';
import { groupsOf } from '../metrics/read_groups.ts';
import type { Question } from './questions.ts';
import type { TimedJson } from './timed_json.ts';

/** What an answer needs besides its time. */
export interface PreparedAnswer {
  sections: readonly { name: SectionName; section: ServedSection }[];
  /** The same as they are counted: a read that is answered from memory touches none of the sections. */
  groups: readonly ReadGroup[];
  freshness: Freshness;
  /** The guidance. */
  text: string;
  /** Entity tag. */
  tag: string;
  /** The JSON answer, made when it is first asked for. */
  body: TimedJson | undefined;
}

/** Questions that are kept prepared for one conversation; a bot asks one or two. */
const MAX_QUESTIONS = 4;

/** Sections with what was prepared of them: a WeakMap of thousands of them would keep the garbage collector busy. */
const PREPARED = Symbol('prepared answers');
type KeptSections = Sections & { [PREPARED]?: { question: Question; answer: PreparedAnswer }[] };

/**
 * The answer to a question about a conversation's sections, prepared once for as long as the reader gives the same ones.
 * @param botName whose conversation it is: its own name is no subject of the guidance
 */
export function preparedAnswer(botName: string, all: KeptSections, question: Question): PreparedAnswer {
  const answers = (all[PREPARED] ??= []);
  for (const kept of answers) {
    if (kept.question === question) return kept.answer;
  }
  const answer = prepare(botName, all, question);
  if (answers.length < MAX_QUESTIONS) answers.push({ question, answer });
  return answer;
}

function prepare(botName: string, all: Sections, question: Question): PreparedAnswer {
  const sections = question.sections.map((name) => ({ name, section: all[name] }));
  const telling = sections.map(({ name, section }) => ({
    name,
    sentences: (section.sentences ??= sentencesOfJson(
      name,
      section.data.toString(),
      section.confidence,
      readerOfAll(botName, all),
    )),
  }));
  // How long the user has been away is told of in other sections too.
  const toldOf = new Set([...sections.map(({ section }) => section), all.engagement_opportunities]);
  return {
    sections,
    groups: groupsOf(sections),
    freshness: worstFreshness(sections.map(({ section }) => section.freshness)),
    text: guidanceOf(telling, question.max_tokens),
    tag: entityTag([...toldOf], `${question.format}.${question.max_tokens}`),
    body: undefined,
  };
}

function readerOfAll(botName: string, { engagement_opportunities: engagement }: Sections): Reader {
  return readerOfData(botName, JSON.parse(engagement.data.toString()));
}
