import pLimit from 'p-limit';
import { ApiError } from '../errors.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import { fillTemplates, referencesIn } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import type { PlayId } from '../definition/play-id.ts';
import { runsPerDayOf } from './impact.ts';
import type { Change } from './plan.ts';
import type { RecordCounter } from './workflow/batches.ts';

const daysAMonth = 30;

/** How many records a play is about. */
export interface Reach {
  /** Whether the play is new, and so is about no record before the run. */
  readonly isNew: boolean;
  /** Before the run; null for a new play, and where the service doesn't tell. */
  readonly before: number | null;
  readonly after: number;
  /** How many runs a month follow, where each run of the schedule is about all records again; else null. */
  readonly runsAMonth: number | null;
}

/** What counting came to. */
export interface Reaches {
  readonly byId: ReadonlyMap<PlayId, Reach>;
  /** Warnings at filters that match no record. */
  readonly diagnostics: readonly Diagnostic[];
  /** Sentences about what could not be counted. */
  readonly notices: readonly string[];
}

type Counted = Extract<Change, { kind: 'create' | 'adopt' | 'update' }>;

/** Counts of the changes of a plan those that it would create or change: the rest is about what it was about. */
function isCounted(change: Change): change is Counted {
  return change.kind === 'create' || change.kind === 'adopt' || change.kind === 'update';
}

/**
 * Counts the records of each play that would be created or changed: numbers alone, no record is read. What can't be
 * counted is told and is never an error.
 * @param parallelism the most requests in flight
 */
export async function countReach(
  changes: readonly Change[],
  counter: RecordCounter,
  parallelism: number,
): Promise<Reaches> {
  const look = uuidsOf(changes);
  const limit = pLimit(parallelism);
  /** Set where the token may not count: then no other play is asked for. */
  let forbidden: string | null = null;
  const count = async (change: Counted): Promise<number | string> => {
    if (forbidden !== null) return forbidden;
    const { modelUuid, fields } = change.desired;
    const { filter, sort } = fields;
    const whole = fillTemplates({ filter, sort }, look) as { filter: unknown; sort: unknown };
    const [missing] = referencesIn(whole);
    if (missing !== undefined) return `Its filter needs "${missing.id}", which does not exist yet.`;
    try {
      const most = typeof fields.limit === 'number' ? fields.limit : null;
      return await counter.countRecords({ modelUuid, ...whole, limit: most });
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      if (thrown.code === 'forbidden' || thrown.code === 'unauthorized') forbidden = thrown.message;
      return thrown.message;
    }
  };
  const counted = changes.filter(isCounted);
  const answers = await Promise.all(
    counted.map(async (change) => [change, await limit(() => count(change))] as const),
  );
  const byId = new Map<PlayId, Reach>();
  const diagnostics: Diagnostic[] = [];
  const failures = new Map<string, PlayId[]>();
  for (const [change, answer] of answers) {
    if (typeof answer === 'string') failures.set(answer, [...(failures.get(answer) ?? []), change.id]);
    else {
      byId.set(change.id, reachOf(change, answer));
      if (answer === 0) diagnostics.push(nothing(change));
    }
  }
  return { byId, diagnostics, notices: [...failures].map(notCounted) };
}

/** Gives the uuids of the plays that exist already. */
function uuidsOf(changes: readonly Change[]): (reference: PlayReference) => string | undefined {
  const plays = new Map(
    changes.flatMap((change) => (change.kind === 'create' ? [] : [[change.id, change.actual.play] as const])),
  );
  return ({ id, property }) => plays.get(id)?.[property] ?? undefined;
}

function reachOf(change: Counted, after: number): Reach {
  const isNew = change.kind === 'create';
  const before = isNew ? null : (change.actual.segment?.recordsCount ?? null);
  const { changeKinds, schedule } = change.desired.fields;
  const isAgain = Array.isArray(changeKinds) && changeKinds.includes('unchanged');
  const runs = isAgain ? runsPerDayOf(schedule) : null;
  return { isNew, before, after, runsAMonth: runs === null ? null : Math.round(runs * daysAMonth * after) };
}

function nothing({ desired }: Counted): Diagnostic {
  const hasFilter = desired.fields.filter !== undefined;
  return {
    severity: 'warning',
    code: 'no-records',
    message: hasFilter
      ? 'The filter matches no record now. Check its columns, kinds and values: Cargo gives no error for a filter that can never match.'
      : 'The model has no record now, so the play has nothing to run on.',
    place: hasFilter ? desired.place(['filter'], 'key') : desired.place(['model'], 'value'),
  };
}

const mostNamed = 10;

function notCounted([why, ids]: readonly [string, readonly PlayId[]]): string {
  const named = ids
    .slice(0, mostNamed)
    .map((id) => `"${id}"`)
    .join(', ');
  const left = ids.length - mostNamed;
  return `The records of ${named}${left > 0 ? ` and ${String(left)} more` : ''} were not counted. ${why}`;
}
