import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** Text such as `<|endoftext|>` is what somebody typed, not a control token: it is counted as text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** Tokens of a text by the o200k encoding (GPT-4o and later); other models' tokenizers differ by some percent. */
export function tokensOf(text: string): number {
  return countTokens(text, AS_TEXT);
}
