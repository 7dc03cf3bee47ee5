/** A folder that a definition names and that does not exist yet, in place of its uuid until it does. */
export class NewFolder {
  /** All names from the top. */
  readonly names: readonly string[];
  /** How many of them, from the top, exist. */
  readonly existing: number;
  /** The uuid of the lowest one that exists; null where none does. */
  readonly below: string | null;

  constructor(names: readonly string[], existing: number, below: string | null) {
    this.names = names;
    this.existing = existing;
    this.below = below;
  }

  /** As a definition writes it: `GTM / Scoring`. */
  get path(): string {
    return this.names.join(' / ');
  }
}
