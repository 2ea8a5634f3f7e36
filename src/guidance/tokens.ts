import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** Text such as `<|endoftext|>` is what somebody typed, not a control token: it is counted as text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** Tokens of a text by the o200k encoding (GPT-4o and later); other models' tokenizers differ by some percent. */
export function tokensOf(text: string): number {
  return countTokens(text, AS_TEXT);
}

/** An end that takes one token with the line break and without it. */
const PLAIN_END = /[\p{L}\p{N}]"?\.$/u;

/**
 * The tokens that a line adds to a text of lines at the most. With their line breaks, lines that begin with a letter
 * take as many tokens together as each alone, because no token of o200k reaches over a line break into a letter. The
 * last line has no break, and may take more without one: `:;".` does.
 * @param line begins with a letter, has no line break
 */
export function tokensOfLine(line: string): number {
  const tokens = tokensOf(`${line}\n`);
  return PLAIN_END.test(line) ? tokens : Math.max(tokens, tokensOf(line));
}
