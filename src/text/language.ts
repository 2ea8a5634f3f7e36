import { FUNCTION_WORDS } from './function_words.ts';
import { isEnglishWord } from './lexicon.ts';

/** Characters at the most that a language is told from. */
const MAX_PREFIX = 2_000;
/** Evidence a Latin-script language needs, in function words that no other language has. */
const MIN_EVIDENCE = 1;
/** How far the best language must be ahead of the second, as a share of its own evidence. */
const MIN_LEAD = 0.25;
/** Share of a short text's words that the English lexicon must know where no function word tells. */
const MIN_KNOWN = 0.6;

/** Scripts that stand for one language in most chats; the first that makes up half of the letters wins. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
];
/** Words of English chat that are no function words and yet tell the language. */
const ENGLISH_CHAT = new Set(
  `hey hello bye goodbye thanks thank please sorry wow yup yep yeah nope sure right lol ttyl brb omg idk yo ya see go
  em get got let way good great nice`.split(/\s+/u),
);
/** Greetings and thanks, which are often all of a message; each tells as much as a function word. */
const GREETINGS: readonly (readonly [string, string])[] = [
  ['de', 'hallo guten morgen abend danke tschüss servus moin bitte'],
  ['fr', 'bonjour bonsoir salut bonne nuit beaucoup'],
  ['es', 'hola buenas buenos noches días tal muchas'],
  ['it', 'buona buongiorno buonasera notte mille stai'],
  ['pt', 'oi olá boa bom noite tudo muito'],
  ['nl', 'hallo hoi goede goedemorgen dank bedankt'],
];
/** `j'ai`, `qu'est`: French drops these vowels; `l'` and `d'` are Italian too. */
const FRENCH_ELISION = /^(?:j|t|m|s|n|qu)'\p{L}/u;
const LETTER = /\p{L}/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Letters that some of the Latin-script languages have and others do not, with what each is worth. */
const LETTERS: readonly (readonly [RegExp, Record<string, number>])[] = [
  [/ß/u, { de: 2 }],
  [/[äöü]/u, { de: 0.7 }],
  [/[ñ¿¡]/u, { es: 2 }],
  [/[ãõ]/u, { pt: 2 }],
  [/[çœ]/u, { fr: 0.6, pt: 0.4 }],
  [/[êèàùâîôû]/u, { fr: 0.6, it: 0.4, pt: 0.2 }],
  [/[áíóú]/u, { es: 0.5, pt: 0.4 }],
  [/ò|ì/u, { it: 1 }],
];

/**
 * The language of a short text: by script, and among Latin-script languages by function words (each counts the
 * less, the more languages share it) and letters of their own.
 * @param prose text without links and emoji
 * @param tokens its words
 * @returns ISO 639-1, `und` when it cannot be told
 */
export function detectLanguage(prose: string, tokens: readonly string[]): string {
  const prefix = prose.slice(0, MAX_PREFIX);
  const letters = count(prefix, LETTER);
  if (letters === 0) return 'und';
  if (count(prefix, LATIN) * 2 < letters) return byScript(prefix, letters);
  return byWords(prefix.toLowerCase(), tokens.slice(0, MAX_PREFIX / 5));
}

function byScript(prefix: string, letters: number): string {
  const kana = count(prefix, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  // Japanese mixes kana into Han characters; Chinese has none.
  if (kana > 0 && kana * 10 >= letters) return 'ja';
  for (const [language, script] of SCRIPTS) {
    if (count(prefix, script) * 2 <= letters) continue;
    // і, ї, є, ґ are Ukrainian; other languages in Cyrillic cannot be told apart here from Russian.
    if (language === 'ru') return /[іїєґ]/iu.test(prefix) ? 'uk' : 'ru';
    return language;
  }
  return 'und';
}

function byWords(prefix: string, tokens: readonly string[]): string {
  const evidence = new Map<string, number>();
  const add = (language: string, weight: number) => evidence.set(language, (evidence.get(language) ?? 0) + weight);
  for (const token of tokens) {
    const word = token.toLowerCase();
    if (ENGLISH_CHAT.has(word)) add('en', 0.5);
    if (FRENCH_ELISION.test(word)) add('fr', 1);
    const languages = languagesOf(word);
    for (const language of languages) add(language, 1 / languages.length);
  }
  for (const [pattern, worth] of LETTERS) {
    if (pattern.test(prefix)) for (const [language, weight] of Object.entries(worth)) add(language, weight);
  }
  const [best, second] = Array.from(evidence).sort((a, b) => b[1] - a[1]);
  if (best && best[1] >= MIN_EVIDENCE && best[1] - (second?.[1] ?? 0) >= MIN_LEAD * best[1]) return best[0];
  if (best && best[0] !== 'en' && best[1] >= MIN_EVIDENCE) return 'und';
  return looksEnglish(tokens) ? 'en' : 'und';
}

/** Too short for function words (`Italian cooking class`): English if its lexicon knows nearly all words. */
function looksEnglish(tokens: readonly string[]): boolean {
  // A name tells nothing: later words with a capital are left out.
  const words = tokens
    .slice(0, 12)
    .filter((token, i) => /^[a-z']{2,}$/iu.test(token) && !(i > 0 && /^[A-Z]/u.test(token)));
  if (words.length === 0 || words.length * 3 < Math.min(tokens.length, 12)) return false;
  return words.filter(isEnglishWord).length >= MIN_KNOWN * words.length;
}

const wordLanguages = new Map<string, readonly string[]>();
const NONE: readonly string[] = [];

function languagesOf(word: string): readonly string[] {
  if (wordLanguages.size === 0) {
    for (const [language, words] of FUNCTION_WORDS) {
      for (const known of words) addLanguage(known, language);
    }
    for (const [language, words] of GREETINGS) for (const known of words.split(' ')) addLanguage(known, language);
  }
  return wordLanguages.get(word) ?? NONE;
}

function addLanguage(word: string, language: string): void {
  const known = wordLanguages.get(word) ?? [];
  if (!known.includes(language)) wordLanguages.set(word, [...known, language]);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
