/** Runs checks one after the other, says of each how it went, and ends with the line `N passed, N failed`. */
export class Checks {
  #passed = 0;
  #failed = 0;

  async run(name: string, check: () => Promise<void>): Promise<void> {
    try {
      await check();
      this.#passed += 1;
      print(`  ok      ${name}`);
    } catch (error) {
      this.#failed += 1;
      print(`  FAILED  ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  /** @returns the exit code */
  end(): number {
    print(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
