import * as v from 'valibot';
import type { Analysis, Phrase } from '../../domain/analysis.ts';
import { HOUR_MS } from './presence.ts';
import { planOf } from './plan.ts';
import { isPromiseToTell, isRequestToHear } from './report.ts';
import { sentencesOf, shortened } from './sentences.ts';

const DAY_MS = 24 * HOUR_MS;
/** Open ends kept; the oldest goes first. */
const MAX_KEPT = 12;
/** A question that somebody returns to within this time has been read by them. */
const SAME_SITTING_MS = 3 * HOUR_MS;
/** A question nobody came back to is stale after this, a plan after this much past its day; one for tonight sooner. */
const QUESTION_LIFE_MS = 21 * DAY_MS;
const PLAN_LIFE_MS = 14 * DAY_MS;
const TONIGHT_LIFE_MS = 4 * DAY_MS;
/** For how long it is worth a word that somebody wanted to hear how a thing went, or promised to tell. */
const REPORT_LIFE_MS = 14 * DAY_MS;
/** A plan is spoken of from a day before it is due. */
const AHEAD_MS = DAY_MS;
const MAX_TOPIC = 60;
const MAX_KEYS = 8;
/** A message that opens a sitting anew and answers nothing. */
const GREETING = /^(?:hey|hi|hello|good (?:morning|afternoon|evening)|morning|happy \p{L}+)\b/iu;
/** A question that cannot be understood without what was said before it. */
const LEANS_ON_CONTEXT =
  /^(?:or|and|but)\b|\b(?:is|was|are|were|do|did|does|done|about|of|like|have|has|with|to|for|at|in|on) (?:this|that|it|them|those|these)\b|\bam i (?:right|correct)\b/iu;
/** The alternative that a question ends with leans on its beginning alone: `…, or is it too early?`. */
const ALTERNATIVE = /,? or (?:is|are|was|were|do|does|did|have|has|would|will|maybe|perhaps) .*$/iu;
/** What asks for a nod rather than an answer: `We all need a rest sometimes, right?`. */
const TAG =
  /, (?:right|huh|eh|yeah|no|ok(?:ay)?|you know|ya know|don['’]t you think|(?:is|are|was|were|do|does|did|have|has|can|could|wo|would)n?['’]?t? (?:it|you|they|we|he|she|i|there))[?？]/iu;
const ASKS_BACK = /\bhow (?:was|were|did|is|has)\b/iu;

const OpenEndSchema = v.object({
  /** A report is what somebody asked to hear or promised to tell later. */
  kind: v.picklist(['question', 'plan', 'report']),
  by: v.picklist(['user', 'bot']),
  topic: v.string(),
  text: v.string(),
  at: v.number(),
  /** Lower-cased words that mean it is spoken of again. */
  keys: v.array(v.string()),
  /** Epoch ms: when it is worth speaking of, and when it no longer is. */
  from: v.number(),
  until: v.number(),
});
export type OpenEnd = v.InferOutput<typeof OpenEndSchema>;
export const OpenEndsSchema = v.array(OpenEndSchema);

/** What is needed of a message. */
export interface Said {
  at: number;
  role: 'user' | 'bot';
  content: string;
  analysis: Analysis;
}

/** Takes a message in: closes what it comes back to, then opens what it leaves open. */
export function followMessage(open: readonly OpenEnd[], said: Said): OpenEnd[] {
  const words = wordsOf(said.analysis);
  const still = open.filter((end) => said.at <= end.until && !closes(end, said, words));
  const rest = closeAskedPlan(still, said);
  return [...rest, ...openedBy(said).filter((end) => rest.every((old) => old.text !== end.text))].slice(-MAX_KEPT);
}

/** What is open and worth speaking of at `now`, the newest first. */
export function openAt(open: readonly OpenEnd[], now: number): OpenEnd[] {
  return open.filter(({ from, until }) => from <= now && now <= until).reverse();
}

function closes(end: OpenEnd, said: Said, words: ReadonlySet<string>): boolean {
  const shared = end.keys.filter((key) => words.has(key)).length;
  if (end.kind === 'plan') return said.at >= end.from + AHEAD_MS && shared > 0;
  if (end.kind === 'report') return said.at >= end.from && shared > 0;
  if (said.role === end.by) return shared > 0 && said.at - end.at > SAME_SITTING_MS;
  const { sentences, questions, words: length } = said.analysis;
  // Who only asks back has not answered. Otherwise whoever writes is taken to have answered, unless they plainly
  // begin anew, hours later, with a greeting.
  if (length > 0 && questions >= sentences && shared === 0) return false;
  const late = said.at - end.at > SAME_SITTING_MS;
  return !(late && GREETING.test(said.content) && shared === 0);
}

/** `How did it go?` comes back to the plan that was due last, or to what was to be told last. */
function closeAskedPlan(open: OpenEnd[], said: Said): OpenEnd[] {
  if (said.role !== 'bot' || said.analysis.questions === 0 || !ASKS_BACK.test(said.content)) return open;
  const due = open.filter(({ kind, from }) => kind !== 'question' && said.at >= from + AHEAD_MS).at(-1);
  return open.filter((end) => end !== due);
}

function openedBy(said: Said): OpenEnd[] {
  if (said.analysis.links > 0) return [];
  const sentences = sentencesOf(said.content);
  return sentences.flatMap((sentence, i): OpenEnd[] => {
    if (ASKS.test(sentence)) return questionOf(said, sentence);
    if (said.analysis.language !== 'en') return [];
    return [...planIn(said, sentence), ...reportOf(said, sentence, sentences[i - 1])];
  });
}

const ASKS = /[?？]["”')\s]*$/u;

function questionOf(said: Said, sentence: string): OpenEnd[] {
  if (TAG.test(sentence) || LEANS_ON_CONTEXT.test(sentence.replace(ALTERNATIVE, '?'))) return [];
  const end = about(said, sentence);
  return end === null
    ? []
    : [{ ...end, kind: 'question', from: said.at + SAME_SITTING_MS, until: said.at + QUESTION_LIFE_MS }];
}

function planIn(said: Said, sentence: string): OpenEnd[] {
  const plan = said.role === 'user' ? planOf(sentence, said.at) : null;
  const end = plan === null ? null : about(said, plan.clause, 'first');
  if (plan === null || end === null || end.keys.length === 0) return [];
  const { from, to } = plan.due;
  const life = to - said.at <= DAY_MS ? TONIGHT_LIFE_MS : PLAN_LIFE_MS;
  return [{ ...end, kind: 'plan', from: from - AHEAD_MS, until: to + life }];
}

const IF = /\bif\b/iu;

/** What somebody asked to hear or, the user, promised to tell. What it is about may stand in the sentence before. */
function reportOf(said: Said, sentence: string, before: string | undefined): OpenEnd[] {
  const isPromise = said.role === 'user' && isPromiseToTell(sentence);
  if (!isPromise && !isRequestToHear(sentence)) return [];
  const told = before === undefined || ASKS.test(before) || IF.test(before) ? null : `${before} ${sentence}`;
  const end = about(said, sentence) ?? (told === null ? null : about(said, told));
  if (end === null || end.keys.length === 0) return [];
  return [{ ...end, kind: 'report', from: said.at + SAME_SITTING_MS, until: said.at + REPORT_LIFE_MS }];
}

type About = Pick<OpenEnd, 'by' | 'topic' | 'text' | 'at' | 'keys'>;

/**
 * What a sentence is about: by its longest phrase, or, where what follows only explains it, by its first.
 * @returns null when it names nothing
 */
function about({ at, role, analysis }: Said, sentence: string, by: 'longest' | 'first' = 'longest'): About | null {
  const phrases = phrasesIn(sentence, analysis.phrases);
  const longest = phrases.toSorted((a, b) => b.text.length - a.text.length)[0];
  if (longest === undefined) return null;
  const keys = [...new Set(phrases.flatMap(({ key }) => keyWords(key)))].slice(0, MAX_KEYS);
  const topic = by === 'longest' ? longest.text : firstIn(sentence, phrases, longest);
  return { by: role, topic: shortened(topic, MAX_TOPIC), text: shortened(sentence), at, keys };
}

function phrasesIn(sentence: string, phrases: readonly Phrase[]): Phrase[] {
  const text = sentence.toLowerCase();
  return phrases.filter((phrase) => phrase.text.length > 2 && text.includes(phrase.text.toLowerCase()));
}

function firstIn(sentence: string, phrases: readonly Phrase[], otherwise: Phrase): string {
  const place = ({ text }: Phrase) => sentence.toLowerCase().indexOf(text.toLowerCase());
  return phrases.reduce((a, b) => (place(b) < place(a) ? b : a), otherwise).text;
}

function wordsOf(analysis: Analysis): Set<string> {
  return new Set([...analysis.lemmas, ...analysis.phrases.flatMap(({ key }) => keyWords(key))]);
}

function keyWords(key: string): string[] {
  return key
    .slice(0, MAX_TOPIC)
    .toWellFormed()
    .split(' ')
    .filter((word) => word.length > 2);
}
