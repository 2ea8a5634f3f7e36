/** Columns of a terminal that the demo uses. */
const WIDTH = 100;
const LABEL_WIDTH = 25;

/** One thing that is said, under a short label; several lines where it is a list. */
export type Entry = readonly [label: string, said: string | readonly string[]];

/** A titled block of labelled entries, wrapped. */
export function block(title: string, subtitle: string, entries: readonly Entry[]): string {
  const lines = entries.flatMap(([label, said]) =>
    (typeof said === 'string' ? [said] : said).flatMap((text, index) => labelled(index === 0 ? label : '', text)),
  );
  return [title, ...wrap(subtitle, WIDTH), '', ...lines, ''].join('\n');
}

function labelled(label: string, text: string): string[] {
  return wrap(text, WIDTH - LABEL_WIDTH).map((line, index) =>
    `  ${(index === 0 ? label : '').padEnd(LABEL_WIDTH - 2)}${line}`.trimEnd(),
  );
}

/** Breaks a text at spaces into lines of at most `width` characters; a longer word stands alone. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
