/** Steps between two pauses: some 10 ms of work. A step is about one token of YAML. */
const stepsBetweenPauses = 10_000;

/** Counts work, so that whoever listens for a cancel gets a turn however large a file is. */
export class Work {
  private readonly pause: () => Promise<void>;
  private steps = stepsBetweenPauses;

  constructor(pause: () => Promise<void>) {
    this.pause = pause;
  }

  /** Notes work that was done. @returns whether `rest` is due */
  isDue(steps: number): boolean {
    this.steps += steps;
    return this.steps >= stepsBetweenPauses;
  }

  /** Gives others a turn. @throws what the pause throws, to end the work */
  async rest(): Promise<void> {
    this.steps = 0;
    await this.pause();
  }
}
