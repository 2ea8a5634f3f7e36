/** A cell of a table; numbers are set to the right. */
export type Cell = string | number;

/** Lines of a table with a head, for a terminal. */
export function tableLines(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly Cell[], right: (column: number) => boolean): string =>
    `  ${widths
      .map((width, column) => {
        const text = String(cells[column] ?? '');
        return right(column) ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')}`.trimEnd();
  const isNumeric = (column: number): boolean => rows.every((row) => typeof row[column] === 'number');
  return [line(head, isNumeric), ...rows.map((row) => line(row, isNumeric))];
}

/** A number rounded for reading. */
export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
