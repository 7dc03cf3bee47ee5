import type { Store } from '../store.ts';

/** A request as a handler sees it. */
export interface Call {
  readonly store: Store;
  /** What the path names, a uuid or a slug; empty where the route names nothing. */
  readonly named: string;
  readonly query: Readonly<Record<string, string>>;
  /** The query as it was sent, for names that occur more than once. */
  readonly search: string;
  readonly body: unknown;
}

/** Answers a call with a body, `undefined` for an empty one; throws a Refusal. */
export type Handler = (call: Call) => unknown;

/** Handlers by method and path; `:uuid` and `:slug` stand for what the path names. */
export type Routes = Readonly<Record<string, Handler>>;
