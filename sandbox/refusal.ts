/** A request that the service refuses: the status, its code for the reason where it has one, and a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly reason: string | null;

  constructor(status: number, reason: string | null, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /** The body of the answer ([pub]: `reason`, `errorMessage` or both). */
  toBody(): Record<string, string> {
    return { ...(this.reason === null ? {} : { reason: this.reason }), errorMessage: this.message };
  }
}
