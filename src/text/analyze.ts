import type { Analysis } from '../domain/analysis.ts';
import { MAX_LEMMAS, MAX_PHRASES } from '../domain/analysis.ts';
import { formalityOf } from './formality.ts';
import { countFunctionWords, functionWordsOf } from './function_words.ts';
import { detectLanguage } from './language.ts';
import { findPhrases } from './phrases.ts';
import { DISCOURSE_WORDS } from './phrase_words.ts';
import { countQuestions } from './questions.ts';
import { pictureSentiment, sentimentOf } from './sentiment.ts';
import type { Surface } from './surface.ts';
import { readSurface } from './surface.ts';
import type { TaggedToken } from './tagger.ts';
import { tag } from './tagger.ts';

/** Raised whenever the same message would be analysed differently. */
export const ANALYZER_VERSION = 4;

/**
 * What can be told from the text of one message. The same text gives the same analysis.
 * @param content the message, up to 32,768 characters
 */
export function analyzeMessage(content: string): Analysis {
  const surface = readSurface(content);
  const language = detectLanguage(surface.prose, surface.tokens);
  const counts = {
    language,
    characters: surface.characters,
    words: surface.words,
    sentences: surface.sentences,
    questions: countQuestions(surface.said, language),
    exclamations: surface.exclamations,
    emoji: surface.emoji,
    links: surface.links,
    function_words: countFunctionWords(surface.tokens, language),
  };
  return { ...counts, ...(language === 'en' ? readEnglish(surface) : readOther(surface, language)) };
}

/** Most characters of a phrase found by its capitals. */
const MAX_LABEL = 60;

type Meaning = Pick<Analysis, 'sentiment' | 'formality' | 'part_of_speech' | 'lemmas' | 'phrases'>;

function readEnglish(surface: Surface): Meaning {
  const tokens = tag(surface.prose);
  const marks = surface.prose.match(/!/gu)?.length ?? 0;
  return {
    sentiment: sentimentOf(tokens, surface.tokens, surface.pictures, marks),
    formality: formalityOf(surface, tokens),
    part_of_speech: countPartsOfSpeech(tokens),
    lemmas: contentLemmas(tokens),
    phrases: findPhrases(tokens),
  };
}

function readOther(surface: Surface, language: string): Meaning {
  const functionWords = functionWordsOf(language);
  const lemmas = surface.tokens
    .map((token) => token.toLowerCase())
    .filter((word) => /\p{L}/u.test(word) && !functionWords.has(word) && !DISCOURSE_WORDS.has(word));
  return {
    sentiment: pictureSentiment(surface.pictures),
    formality: formalityOf(surface, null),
    part_of_speech: {},
    lemmas: lemmas.slice(0, MAX_LEMMAS),
    phrases: capitalised(surface, language).slice(0, MAX_PHRASES),
  };
}

const CAPITALISED = /(?<=[\p{Ll},]\s+)\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,3}/gu;

/** What capitals within a sentence tell: every noun in German, names in the other languages known here. */
function capitalised(surface: Surface, language: string): Analysis['phrases'] {
  if (!['de', 'fr', 'es', 'it', 'pt', 'nl'].includes(language)) return [];
  const kind = language === 'de' ? 'noun_phrase' : 'name';
  const texts = Array.from(surface.prose.matchAll(CAPITALISED), ([text]) => text.replace(/\s+/gu, ' ')).filter(
    (text) => text.length <= MAX_LABEL && !functionWordsOf(language).has(text.toLowerCase()),
  );
  return Array.from(new Set(texts), (text) => ({ text, key: text.toLowerCase(), kind }));
}

function countPartsOfSpeech(tokens: readonly TaggedToken[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { pos } of tokens) counts[pos] = (counts[pos] ?? 0) + 1;
  return counts;
}

const CONTENT = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'ADV']);

function contentLemmas(tokens: readonly TaggedToken[]): string[] {
  return tokens
    .filter(({ pos, stop, text, lemma }) => CONTENT.has(pos) && !stop && lemma.length > 1 && isSubject(text))
    .map(({ lemma }) => lemma)
    .slice(0, MAX_LEMMAS);
}

function isSubject(text: string): boolean {
  return /^\p{L}/u.test(text) && !DISCOURSE_WORDS.has(text.toLowerCase());
}
