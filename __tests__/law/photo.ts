import type { ActionRun } from '../../dev/runner.ts';
import type { Folder, Play, Release } from '../../sandbox/entities.ts';
import type { Store } from '../../sandbox/store.ts';
import { liveFields } from './fields.ts';
import type { Fields } from './fields.ts';

/** The id of the definition that a play is of; null for none. */
export type IdOf = (play: Play) => string | null;

/** The workspace at one moment. */
export interface Photo {
  readonly plays: readonly Play[];
  /** What the law looks at of each play, by its uuid. */
  readonly fields: ReadonlyMap<string, Fields>;
  readonly folders: ReadonlyMap<string, Folder>;
  readonly drafts: ReadonlyMap<string, Release>;
  readonly deployed: ReadonlyMap<string, Release>;
  readonly history: ReadonlyMap<string, readonly Release[]>;
}

/** Keeps the workspace as it is now. */
export function photoOf(store: Store, idOf: IdOf): Photo {
  const { folders, drafts, deployed, history } = store;
  const plays = store.livePlays();
  const fields = new Map(plays.map((play) => [play.uuid, liveFields(store, play, idOf)]));
  return structuredClone({ plays, fields, folders, drafts, deployed, history });
}

/** Whether two photos show the same. */
export function isSamePhoto(one: Photo, other: Photo): boolean {
  const [a, b] = [one, other].map(({ plays, fields, folders, drafts, history }) =>
    JSON.stringify([plays, [...fields], [...folders], [...drafts], [...history]]),
  );
  return a === b;
}

/** One run, with the workspace before and after it. */
export interface OneRun {
  /** As in `the first run`. */
  readonly name: 'first' | 'second';
  readonly run: ActionRun;
  readonly start: Photo;
  readonly after: Photo;
}
