/** A task predicts line by line, or, where lines belong together, from all of them in one go. */
export type Task =
  | { predict: (line: unknown) => unknown }
  | {
      /** @throws ValiError when the line is not one of this task */
      check: (line: unknown) => void;
      predictAll: (lines: unknown[]) => unknown[];
    };
