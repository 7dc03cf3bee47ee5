import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { fieldsOn } from '../definition/fields.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay, PlayReader, PlayRow, PlayUuid, SegmentRow } from './actual.ts';
import type { Outcome } from './apply.ts';
import { fillFields } from './body.ts';
import { differencesOf } from './diff.ts';
import type { Difference } from './diff.ts';
import { match } from './match.ts';
import { readOwnership } from './ownership.ts';
import type { Owner } from './ownership.ts';
import { isRemoval } from './plan.ts';
import type { Removal } from './removal.ts';

/** How long Cargo may take to show what was written, in milliseconds, and when it is looked at. */
const patienceMs = 15_000;
const looksAtMs = [0, 500, 1_500, 3_500, 7_500, 12_000] as const;

/** What a last look has found. */
export interface Confirmation {
  /** Definitions that have more than one play now. */
  readonly doubles: readonly { readonly id: string; readonly uuids: readonly PlayUuid[] }[];
  /** Ids of created or updated plays that the list did not show in time. */
  readonly unseen: readonly string[];
  /** Created plays among them for which the next run would find nothing, and make another. */
  readonly unlisted: readonly { readonly id: string; readonly uuid: PlayUuid }[];
  /** Plays that were to be deleted, disabled or released and that the list still showed as they were at the end. */
  readonly unremoved: readonly PlayUuid[];
  /** Plays of which Cargo shows something else than was sent: kept otherwise, or not yet changed. */
  readonly kept: readonly { readonly desired: DesiredPlay; readonly differences: readonly Difference[] }[];
  /** Why no look succeeded, or null. */
  readonly error: ApiError | null;
}

interface ConfirmContext {
  readonly api: PlayReader;
  readonly owner: Owner | null;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  /** Called between any two plays that are compared, so that others get a turn. */
  readonly pause: () => Promise<void>;
  /** The one look that follows a cancellation, shared by all who ask for it. */
  readonly lastLook: () => Promise<readonly PlayRow[]>;
}

type Applied = Extract<Outcome, { status: 'applied' }>;

/** What was written, and so has to show. */
interface Expected {
  readonly desired: readonly DesiredPlay[];
  readonly applied: readonly Applied[];
  readonly plays: ReadonlyMap<PlayId, PlayRow>;
}

/** What one look showed; `waiting` as long as a later one may show more. */
interface Look extends Confirmation {
  readonly waiting: boolean;
}

/**
 * Looks at the workspace after an apply until it shows all that was written, for at most 15 seconds, requests
 * included. A cancellation ends the waiting, and is followed by one look.
 * @param outcomes how the changes ended; where none was applied, nothing is looked for
 * @returns null where nothing was written
 */
export async function confirm(
  desired: readonly DesiredPlay[],
  outcomes: readonly Outcome[],
  context: ConfirmContext,
): Promise<Confirmation | null> {
  const applied = outcomes.filter((outcome) => outcome.status === 'applied');
  if (applied.length === 0) return null;
  const plays = new Map(
    outcomes.flatMap(({ change, play }) => (play === null ? [] : [[change.id, play] as const])),
  );
  const expected: Expected = { desired, applied, plays };
  const { clock, stop } = context;
  const start = clock.now();
  let last: Look | null = null;
  let error: ApiError | null = null;
  for (const at of looksAtMs) {
    await clock.sleep(Math.max(0, start + at - clock.now()), stop);
    const withinMs = start + patienceMs - clock.now();
    if (withinMs <= 0) break;
    const isLast = stop.aborted;
    try {
      last = await look(expected, context, withinMs);
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown;
    }
    if (last?.waiting === false || isLast) break;
  }
  if (last !== null) return last;
  const unseen = applied.map(({ change }) => change.id);
  return { doubles: [], unseen, unlisted: [], unremoved: [], kept: [], error };
}

async function look(expected: Expected, context: ConfirmContext, withinMs: number): Promise<Look> {
  if (context.stop.aborted) return judge(expected, await context.lastLook(), null, context);
  const { api } = context;
  const needsSegments = expected.applied.some(({ change }) => !isRemoval(change));
  const [rows, segments] = await Promise.all([
    api.listPlays({ withinMs }),
    needsSegments ? segmentsOf(api, withinMs) : null,
  ]);
  return judge(expected, rows, segments, context);
}

type Segments = ReadonlyMap<string, SegmentRow>;

/** The segments by uuid; null where they can't be listed, which takes nothing from what the plays show. */
async function segmentsOf(api: PlayReader, withinMs: number): Promise<Segments | null> {
  try {
    return new Map((await api.listSegments({ withinMs })).map((row) => [row.uuid, row]));
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return null;
  }
}

async function judge(
  { desired, applied, plays }: Expected,
  rows: readonly PlayRow[],
  segments: Segments | null,
  { owner, pause }: ConfirmContext,
): Promise<Look> {
  const live = new Map(rows.filter((row) => row.deletedAt === null).map((row) => [row.uuid, row]));
  const created = new Set<string>();
  const unseen: string[] = [];
  const unremoved: PlayUuid[] = [];
  const kept: { desired: DesiredPlay; differences: Difference[] }[] = [];
  let stale = false;
  for (const { change, play } of applied) {
    await pause();
    const row = live.get(play.uuid);
    if (isRemoval(change)) {
      if (row !== undefined && isStill(change, row)) unremoved.push(play.uuid);
      continue;
    }
    if (change.kind === 'create') created.add(change.id);
    if (row === undefined) {
      unseen.push(change.id);
      continue;
    }
    const whole = readWhole(row, segments);
    if (whole === null) continue;
    const before = 'differences' in change ? change.differences : [];
    const fields = new Set(before.map(({ field }) => field));
    const differences = differencesOf(fillFields(change.desired, plays).fields, whole).filter(({ field }) => {
      if (whole.segment === null && segmentFields.has(field)) return false;
      // of an update, what was sent; of a create, all but the name, which its answer has told of
      return change.kind === 'create'
        ? field !== 'name' && !change.desired.ignored.has(field)
        : fields.has(field);
    });
    if (differences.length > 0) kept.push({ desired: change.desired, differences });
    stale ||= differences.some((now) =>
      before.some(({ field, before: old }) => field === now.field && equal(old, now.before)),
    );
  }
  const doubles: { id: string; uuids: PlayUuid[] }[] = [];
  const { byId } = await match(desired, rows, { owner }, pause);
  for (const [id, found] of byId) {
    if (found.kind === 'several-with-line' || (found.kind === 'several-with-name' && created.has(id))) {
      doubles.push({ id, uuids: found.rows.map((row) => row.uuid) });
    }
  }
  const isUnseen = new Set(unseen);
  const unlisted = applied.flatMap(({ change: { id }, play: { uuid } }) =>
    isUnseen.has(id) && byId.get(id)?.kind === 'missing' ? [{ id, uuid }] : [],
  );
  const waiting = unseen.length > 0 || unremoved.length > 0 || stale;
  return { doubles, unseen, unlisted, unremoved, kept, error: null, waiting };
}

/** Whether a play that is still listed is as it was before its removal. */
function isStill({ kind }: Removal, row: PlayRow): boolean {
  switch (kind) {
    case 'delete':
      return true;
    case 'disable':
      return readWhole(row, null)?.play.isEnabled === true;
    case 'release':
      return readOwnership(row.description) !== null;
  }
}

/** The fields that stand on a play's segment ([pub]). */
const segmentFields: ReadonlySet<string> = new Set(fieldsOn('segment'));

/** A listed play with its listed segment; null where it can't be read, as it then can't be compared either. */
function readWhole(row: PlayRow, segments: Segments | null): ActualPlay | null {
  try {
    const play = row.read();
    const segment = play.segmentUuid === null ? undefined : segments?.get(play.segmentUuid);
    return { play, segment: segment === undefined ? null : segment.read() };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return null;
  }
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
