/** Steps that were made, and how each is taken back should a later one fail. */

/** What could not be taken back is told, one sentence each. */
export class Undo {
  readonly #steps: (() => Promise<void>)[] = [];

  /** To be called once a step is made. */
  add(takeBack: () => Promise<void>): void {
    this.#steps.push(takeBack);
  }

  /** Takes back what was made, the last first; one that fails does not stop the others. @returns why some failed */
  async all(): Promise<string[]> {
    const problems: string[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    return problems;
  }
}
