import * as v from 'valibot';
import type { Analysis, Phrase } from '../../domain/analysis.ts';
import { HOUR_MS } from './presence.ts';
import { planOf } from './plan.ts';
import { sentencesOf, shortened } from './sentences.ts';

const DAY_MS = 24 * HOUR_MS;
/** Open ends kept; the oldest goes first. */
const MAX_KEPT = 12;
/** A question that somebody returns to within this time has been read by them. */
const SAME_SITTING_MS = 3 * HOUR_MS;
/** A question nobody came back to is stale after this, a plan after this much past its day. */
const QUESTION_LIFE_MS = 21 * DAY_MS;
const PLAN_LIFE_MS = 14 * DAY_MS;
/** A plan is spoken of from a day before it is due. */
const AHEAD_MS = DAY_MS;
const MAX_TOPIC = 60;
const MAX_KEYS = 8;
/** A message that opens a sitting anew and answers nothing. */
const GREETING = /^(?:hey|hi|hello|good (?:morning|afternoon|evening)|morning|happy \p{L}+)\b/iu;
/** A question that cannot be understood without what was said before it. */
const LEANS_ON_CONTEXT =
  /^(?:or|and|but)\b|\b(?:is|was|are|were|do|did|does|done|about|of|like|have|has|with|to|for|at|in|on) (?:this|that|it|them|those|these)\b|\bam i (?:right|correct)\b/iu;
const ASKS_BACK = /\bhow (?:was|were|did|is|has)\b/iu;

const OpenEndSchema = v.object({
  kind: v.picklist(['question', 'plan']),
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
  if (said.role === end.by) return shared > 0 && said.at - end.at > SAME_SITTING_MS;
  const { sentences, questions, words: length } = said.analysis;
  // Who only asks back has not answered. Otherwise whoever writes is taken to have answered, unless they plainly
  // begin anew, hours later, with a greeting.
  if (length > 0 && questions >= sentences && shared === 0) return false;
  const late = said.at - end.at > SAME_SITTING_MS;
  return !(end.by === 'bot' && late && GREETING.test(said.content) && shared === 0);
}

/** `How did it go?` comes back to the plan that was due last. */
function closeAskedPlan(open: OpenEnd[], said: Said): OpenEnd[] {
  if (said.role !== 'bot' || said.analysis.questions === 0 || !ASKS_BACK.test(said.content)) return open;
  const due = open.filter(({ kind, from }) => kind === 'plan' && said.at >= from + AHEAD_MS).at(-1);
  return open.filter((end) => end !== due);
}

function openedBy({ at, role, content, analysis }: Said): OpenEnd[] {
  if (analysis.links > 0) return [];
  return sentencesOf(content).flatMap((sentence): OpenEnd[] => {
    const about = phrasesIn(sentence, analysis.phrases);
    const topic = about.toSorted((a, b) => b.text.length - a.text.length)[0];
    if (topic === undefined) return [];
    const keys = [...new Set(about.flatMap(({ key }) => keyWords(key)))].slice(0, MAX_KEYS);
    const end = { by: role, topic: shortened(topic.text, MAX_TOPIC), text: shortened(sentence), at, keys };
    if (/[?？]["”')\s]*$/u.test(sentence) && LEANS_ON_CONTEXT.test(sentence)) return [];
    if (/[?？]["”')\s]*$/u.test(sentence))
      return [{ ...end, kind: 'question', from: at + SAME_SITTING_MS, until: at + QUESTION_LIFE_MS }];
    const due = role === 'user' && analysis.language === 'en' ? planOf(sentence, at) : null;
    if (due === null || keys.length === 0) return [];
    return [
      {
        ...end,
        topic: shortened(firstIn(sentence, about, topic), MAX_TOPIC),
        kind: 'plan',
        from: due.from - AHEAD_MS,
        until: due.to + PLAN_LIFE_MS,
      },
    ];
  });
}

function phrasesIn(sentence: string, phrases: readonly Phrase[]): Phrase[] {
  const text = sentence.toLowerCase();
  return phrases.filter((phrase) => phrase.text.length > 2 && text.includes(phrase.text.toLowerCase()));
}

/** What a plan is about stands first; what follows explains it. */
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
