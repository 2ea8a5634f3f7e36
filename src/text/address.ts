import { CALENDAR, CALENDAR_SHORT, DISCOURSE_WORDS, INTRODUCES_A_NAME } from './phrase_words.ts';
import type { TaggedToken } from './tagger.ts';

export function isCapitalised({ text }: TaggedToken): boolean {
  return /^\p{Lu}/u.test(text);
}

export function isDate({ text, lemma, pos }: TaggedToken): boolean {
  return CALENDAR.has(lemma) || (pos === 'PROPN' && CALENDAR_SHORT.has(text.replace('.', '')));
}

/** Whether a lone name is called, not spoken of: `Hey Nora!`, `Nora, look`, `That's great, Nora!`, `And you Nora?`. */
export function isAddress(tokens: readonly TaggedToken[], from: number, to: number): boolean {
  const name = tokens[from];
  if (to - from !== 1 || name?.pos !== 'PROPN') return false;
  const before = name.opens ? undefined : tokens[from - 1];
  const after = tokens[to];
  if (before && DISCOURSE_WORDS.has(before.text.toLowerCase())) return true;
  if (before && introduces(tokens, from)) return true;
  const endsHere = isSentenceEnd(after);
  if (before) return (endsHere || speaksOn(after)) && canCall(before, tokens[from - 2]);
  return endsHere && after !== undefined;
}

function isSentenceEnd(after: TaggedToken | undefined): boolean {
  return after === undefined || after.opens || /^[!?.,]/u.test(after.text);
}

/** `see you tomorrow Nora I have to go`: chat leaves the full stop out. */
function speaksOn(after: TaggedToken | undefined): boolean {
  return after?.pos === 'PRON' && ['i', 'we', 'you', 'it'].includes(after.text.toLowerCase());
}

/** `I am Nora`, `my name is Nora`, `call me Nora`: who speaks is not what is spoken of. */
function introduces(tokens: readonly TaggedToken[], at: number): boolean {
  const before = tokens
    .slice(Math.max(0, at - 3), at)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
  return /(?:^|\s)(?:(?:i|it) am|name is|name's|call me)$/u.test(before);
}

/** Verbs that take no person as their object: `how did it go Nora`, `what do you think Nora`, `will do Nora`. */
const INTRANSITIVE = new Set(['do', 'go', 'be', 'think', 'look', 'sound', 'feel', 'start', 'wait', 'sleep']);

const LINKING = new Set(['look', 'sound', 'feel', 'seem', 'taste', 'smell', 'get']);

/** What comes before a name that is called: `great, Nora`, `so true Nora`, `and you Nora`, `today Nora`, `how is it going Nora`. */
function canCall(before: TaggedToken, twoBefore: TaggedToken | undefined): boolean {
  return (
    ['PRON', 'ADV'].includes(before.pos) ||
    isPredicate(before, twoBefore) ||
    before.text === ',' ||
    INTRANSITIVE.has(before.lemma) ||
    isDate(before)
  );
}

/** `true` within `that is so true`, not within `in beautiful Paris`. */
function isPredicate(adjective: TaggedToken, before: TaggedToken | undefined): boolean {
  if (adjective.pos !== 'ADJ' || isCapitalised(adjective)) return false;
  if (adjective.opens || before === undefined) return true;
  return before.pos === 'VERB' ? LINKING.has(before.lemma) : !['ADP', 'DET', 'ADJ', 'NUM'].includes(before.pos);
}

/** Whether the run ends with a name that is called: `a day at the pool Nora!`; `my sister Nora` is spoken of. */
export function isCalledAfter(tokens: readonly TaggedToken[], from: number, to: number): boolean {
  const name = tokens[to - 1];
  const before = tokens[to - 2];
  if (to - from < 2 || name?.pos !== 'PROPN' || before === undefined || !isCapitalised(name)) return false;
  const isThing = before.pos === 'NOUN' && !isCapitalised(before) && !INTRODUCES_A_NAME.has(before.lemma);
  return isSentenceEnd(tokens[to]) && (isThing || isPredicate(before, tokens[to - 3]));
}
