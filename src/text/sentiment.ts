import type { TaggedToken } from './tagger.ts';
import { feelingOf } from './feeling_words.ts';
import { lookUp } from './lexicon.ts';

// Constants of VADER (Hutto & Gilbert, ICWSM 2014), whose valences run from -4 to 4.
const VALENCE_SCALE = 4;
const NEGATION = -0.74;
const BOOST = 0.293;
const CAPITALS = 0.733;
const EXCLAMATION = 0.292;
const MAX_EXCLAMATIONS = 4;
const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.5;
const NORMALISER = 15;
/** Added to it for each word: the one `nice` of a long message says less of the whole than that of a short one. */
const NORMALISER_PER_WORD = 0.25;
/** How far back a negation or booster reaches, in words, and how a booster fades on the way. */
const REACH = 3;
const FADE = [1, 0.95, 0.9];

const NEGATIONS = new Set(
  `not n't nt never no none nobody nothing nowhere neither nor without hardly barely rarely seldom cannot`.split(' '),
);
const BOOSTERS = new Set(
  `absolutely amazingly completely considerably deeply enormously entirely especially exceptionally extremely fully
  greatly highly hugely incredibly insanely intensely majorly more most particularly pretty purely quite really
  remarkably so super thoroughly too totally tremendously truly unbelievably unusually utterly very`.split(/\s+/u),
);
const DAMPENERS = new Set(
  `almost barely hardly kinda less little marginally occasionally partly scarcely slightly
  somewhat sorta`.split(/\s+/u),
);
/** What `can't` before these does not turn round: `I can't stop crying`, `we can't help laughing`. */
const NOT_TURNED = new Set(['stop', 'help', 'wait', 'believe', 'imagine', 'resist', 'keep']);
/** Feeling of `can't wait`. */
const EAGER = 1.9;
/** `Good morning`, `good to know`: politeness more than feeling. */
const COURTESIES = new Set(['morning', 'afternoon', 'evening', 'night', 'day', 'to']);
const COURTESY = 0.6;
const SO = new Set(['so', 'this']);
const STRETCHED = /(\p{L})\1{2,}/u;
const STRETCHES = /(\p{L})\1{2,}/gu;
/** Parts of speech in which these words have no feeling. */
const NEUTRAL_AS: ReadonlyMap<string, readonly string[]> = new Map([
  ['like', ['ADP', 'SCONJ', 'ADV', 'INTJ', 'NOUN']],
  ['pretty', ['ADV']],
  ['well', ['INTJ']],
  ['no', ['DET', 'INTJ']],
  ['kind', ['NOUN', 'ADV']],
]);

/**
 * Sentiment of an English text by the rules of VADER (Hutto & Gilbert, ICWSM 2014: negation, boosters, capitals,
 * exclamation marks, `but`) over the valences of wink-nlp's lexicon of words.
 * @param pictures emoji and smileys of the message
 * @returns -1 to 1
 */
export function sentimentOf(
  tokens: readonly TaggedToken[],
  original: readonly string[],
  pictures: readonly string[],
  exclamationMarks: number,
): number {
  const shouted = shoutedWords(original);
  let scores: number[] = [];
  let isAfterBut = false;
  tokens.forEach((token, i) => {
    if (token.opens) isAfterBut = false;
    if (token.lemma === 'but') {
      isAfterBut = true;
      scores = scores.map((score) => score * BEFORE_BUT);
    }
    const valence = valenceAt(tokens, i, shouted);
    if (valence !== 0) scores.push(isAfterBut ? valence * AFTER_BUT : valence);
  });
  const sum = scores.reduce((a, b) => a + b, 0) + pictureSum(pictures);
  const emphasis = Math.min(exclamationMarks, MAX_EXCLAMATIONS) * EXCLAMATION;
  const total = sum + Math.sign(sum) * emphasis;
  return total / Math.sqrt(total * total + NORMALISER + NORMALISER_PER_WORD * original.length);
}

/** Sentiment of the pictures alone, for texts whose language has no lexicon here. @returns -1 to 1 */
export function pictureSentiment(pictures: readonly string[]): number {
  const sum = pictureSum(pictures);
  return sum / Math.sqrt(sum * sum + NORMALISER);
}

/** A row of the same picture is one feeling, said louder: each counts once. */
function pictureSum(pictures: readonly string[]): number {
  return Array.from(new Set(pictures)).reduce((sum, picture) => sum + VALENCE_SCALE * lookUp(picture).valence, 0);
}

function valenceAt(tokens: readonly TaggedToken[], i: number, shouted: ReadonlySet<string>): number {
  const token = tokens[i];
  if (!token) return 0;
  const word = token.text.toLowerCase();
  if (word === 'wait' && isNegation(tokens[i - 1])) return EAGER;
  if (word === 'good' && COURTESIES.has(tokens[i + 1]?.lemma ?? '')) return COURTESY;
  let valence = wordValence(word, token);
  if (valence === 0) return 0;
  if (shouted.has(word)) valence += Math.sign(valence) * CAPITALS;
  let negated = false;
  for (let back = 1; back <= REACH; back++) {
    const before = tokens[i - back + 1]?.opens ? undefined : tokens[i - back];
    if (!before || /^[.,!?;:]/u.test(before.text)) break;
    const previous = unstretched(before.text.toLowerCase());
    const boost = BOOSTERS.has(previous) ? BOOST : DAMPENERS.has(previous) ? -BOOST : 0;
    valence += Math.sign(valence) * boost * (FADE[back - 1] ?? 0);
    // `never been so happy` is happier than ever.
    const raises =
      previous === 'never' && tokens.slice(i - back + 1, i).some((word) => SO.has(word.text.toLowerCase()));
    const turned = tokens.slice(i - back + 1, i).some((word) => NOT_TURNED.has(word.lemma));
    negated ||= NEGATIONS.has(previous) && !raises && !turned;
  }
  return negated ? valence * NEGATION : valence;
}

function wordValence(word: string, token: TaggedToken): number {
  if (NEUTRAL_AS.get(word)?.includes(token.pos)) return 0;
  const own = feelingOf(word, lookUp(word).valence);
  if (own !== 0 || !STRETCHED.test(word)) return own;
  return [word.replace(STRETCHES, '$1$1'), unstretched(word)].reduce(
    (found, form) => found || feelingOf(form, lookUp(form).valence),
    0,
  );
}

function isNegation(token: TaggedToken | undefined): boolean {
  return token !== undefined && NEGATIONS.has(token.text.toLowerCase());
}

/** `sooo` for `so`. */
function unstretched(word: string): string {
  return word.replace(STRETCHES, '$1');
}

/** Words in capitals, lower-cased; none when all of the text is in capitals, which is a habit and no emphasis. */
function shoutedWords(words: readonly string[]): ReadonlySet<string> {
  const capitals = words.filter((word) => /^\p{Lu}{2,}$/u.test(word));
  return new Set(capitals.length < words.length ? capitals.map((word) => word.toLowerCase()) : []);
}
