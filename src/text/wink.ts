import type { Document, ItsFunction, PartOfSpeech, WinkMethods } from 'wink-nlp';
import winkNLP from 'wink-nlp';
import model from 'wink-eng-lite-web-model';

/** Longest run without a space that it should be given; the tokenizer's cost grows with its square. */
export const MAX_UNSPACED = 40;
/**
 * Characters after which the tagger is built anew. It keeps every word it ever saw; 2 million characters of words it
 * does not know take some 50 MB, and building takes some 0.1 s.
 */
const MAX_CHARACTERS_PER_TAGGER = 2_000_000;

/** What is asked of a token or document; wink-nlp's own types know these as methods, which they are not. */
interface Readers {
  pos: ItsFunction<PartOfSpeech>;
  lemma: ItsFunction<string>;
  stopWordFlag: ItsFunction<boolean>;
  sentiment: ItsFunction<number>;
}

let tagger: WinkMethods | undefined;
let charactersRead = 0;

/** A text as wink-nlp reads it; its model is set up at the first call. */
export function read(text: string): { document: Document; its: Readers } {
  charactersRead += text.length;
  if (!tagger || charactersRead > MAX_CHARACTERS_PER_TAGGER) {
    tagger = winkNLP(model, ['sbd', 'negation', 'sentiment', 'pos']);
    charactersRead = text.length;
  }
  return { document: tagger.readDoc(text), its: tagger.its as unknown as Readers };
}
