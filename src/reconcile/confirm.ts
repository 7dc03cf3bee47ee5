import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayReader, PlayRow, PlayUuid } from './actual.ts';
import { match } from './match.ts';
import type { Owner } from './ownership.ts';

/** How long the service may take to show a created play in its list, in milliseconds. */
const patienceMs = 15_000;

export interface Confirmation {
  /** Definitions that have more than one play now. */
  readonly doubles: readonly { readonly id: string; readonly uuids: readonly PlayUuid[] }[];
  /** Ids of created plays that the list did not show in time. */
  readonly unseen: readonly string[];
  /** Why no look succeeded, or null. */
  readonly error: ApiError | null;
}

/**
 * Looks at the list after an apply until it shows every created play.
 * @param created the uuids of the plays created in this run, by id
 * @param stop a cancellation ends the waiting; what was seen until then counts
 */
export async function confirm(
  desired: readonly DesiredPlay[],
  created: ReadonlyMap<string, PlayUuid>,
  context: {
    readonly api: PlayReader;
    readonly owner: Owner | null;
    readonly clock: Clock;
    readonly stop: AbortSignal;
  },
): Promise<Confirmation> {
  const end = context.clock.now() + patienceMs;
  let last: Confirmation | null = null;
  let error: ApiError | null = null;
  for (let pause = 500; ; pause *= 2) {
    try {
      last = judge(desired, created, await context.api.listPlays(), context.owner);
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown;
    }
    if (last?.unseen.length === 0) return last;
    const left = end - context.clock.now();
    if (left <= 0 || context.stop.aborted) break;
    await context.clock.sleep(Math.min(pause, left), context.stop);
  }
  return last ?? { doubles: [], unseen: [...created.keys()], error };
}

function judge(
  desired: readonly DesiredPlay[],
  created: ReadonlyMap<string, PlayUuid>,
  rows: readonly PlayRow[],
  owner: Owner | null,
): Confirmation {
  const seen = new Set(rows.filter((row) => row.deletedAt === null).map((row) => row.uuid));
  const matches = match(desired, rows, owner);
  const doubles: { id: string; uuids: PlayUuid[] }[] = [];
  for (const [id, found] of matches.byId) {
    if (found.kind === 'several-with-line' || (found.kind === 'several-with-name' && created.has(id))) {
      doubles.push({ id, uuids: found.rows.map((row) => row.uuid) });
    }
  }
  const unseen = [...created].filter(([, uuid]) => !seen.has(uuid)).map(([id]) => id);
  return { doubles, unseen, error: null };
}
