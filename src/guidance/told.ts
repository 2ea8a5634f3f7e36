import * as v from 'valibot';
import type { SectionName } from '../domain/table.ts';
import { rounded } from '../stats/rounded.ts';
import type { Reader, Sentence } from './sentence.ts';
import { SENTENCES } from './sentences.ts';
import { tokensOfLine } from './tokens.ts';

/** A row that is less sure than this says nothing in a prompt but what was said or counted. */
const MIN_CONFIDENCE = 0.3;
/** Hours of absence from which on nothing is told as if it were of these days. */
const LONG_ABSENCE = 72;

/** A sentence that is told, as it is chosen by. */
export interface ToldSentence {
  /** How much a reply gains by it, 0 to 1, by as much as the row is sure of it. */
  readonly worth: number;
  /** One line, a letter first. */
  readonly text: string;
  /** What it adds to a text of lines at the most, in tokens of o200k. */
  readonly tokens: number;
}

/** Who is told of a conversation whose user's last message is so many hours old (null: not known). */
export function readerOf(botName: string, absenceHours: number | null): Reader {
  return { botName, isBack: (absenceHours ?? 0) >= LONG_ABSENCE };
}

const AbsenceSchema = v.object({ last_engagement_gap_hours: v.nullable(v.number()) });

/** The same, where the engagement section is data of anybody's. */
export function readerOfData(botName: string, engagement: unknown): Reader {
  const row = v.safeParse(AbsenceSchema, engagement);
  return readerOf(botName, row.success ? row.output.last_engagement_gap_hours : null);
}

/** What a row that an engine has just projected has to say. Nothing is checked: the engine's type says what is in it. */
export function sentencesOfRow(
  name: SectionName,
  row: object & { confidence: number },
  reader: Reader,
): ToldSentence[] {
  return told(SENTENCES[name]?.ofRow(row, reader) ?? [], row.confidence);
}

/**
 * What the insight columns of a row, a JSON object of anybody's, have to say: nothing, where it is not what engines write.
 */
export function sentencesOfJson(name: SectionName, data: string, confidence: number, reader: Reader): ToldSentence[] {
  const telling = SENTENCES[name];
  // A section that guides nobody is never parsed.
  return telling === undefined ? [] : told(telling.ofData(JSON.parse(data), reader), confidence);
}

/** Without what is inferred of too little; each weighed and counted. */
function told(sentences: readonly Sentence[], confidence: number): ToldSentence[] {
  return sentences
    .filter(({ isFact }) => isFact === true || confidence >= MIN_CONFIDENCE)
    .map(({ worth, text, isFact }) => ({
      worth: rounded(worth * (isFact === true ? 1 : confidence), 4),
      text,
      tokens: tokensOfLine(text),
    }));
}
