import type { Doing, Hash, Part, ReviewedChange } from './reviewed.ts';

/** A change of which only one digest is kept. */
interface FoldedChange {
  readonly id: string;
  readonly kind: Doing;
  readonly whole: string;
}

/** A plan as its reviewers saw it, in as much detail as its comment had room for. */
export type ReviewedPlan =
  | { readonly detail: 'parts'; readonly changes: readonly ReviewedChange[] }
  | { readonly detail: 'plays'; readonly changes: readonly FoldedChange[] }
  | {
      readonly detail: 'plan';
      /** How many plays of each kind of change. */
      readonly counts: Readonly<Record<string, number>>;
      readonly whole: string;
    };

/** How a part of a change compares with what was reviewed. */
export type PartState =
  | 'as-reviewed'
  /** It was not part of the reviewed change. */
  | 'new'
  /** What is in the workspace is not what it was. */
  | 'moved'
  /** Another value is to be written. */
  | 'other'
  | 'moved-and-other'
  /** It is not there any more, though nobody can have done it. */
  | 'gone';

/** A play for which the reviewed and the present plan are not the same. */
export interface Deviation {
  readonly id: string;
  /** Null where no reviewed plan changes the play; its parts are null where only one digest is kept of it. */
  readonly reviewed: { readonly kind: Doing; readonly parts: readonly string[] | null } | null;
  /** Null where it need not be changed any more: that alone is no reason to refuse. */
  readonly now: {
    readonly kind: Doing;
    readonly parts: readonly { readonly name: string; readonly state: PartState }[];
  } | null;
}

/** What comparing a plan with the reviewed ones gives. */
export interface Review {
  /** Whether nothing is planned but what was reviewed. */
  readonly passes: boolean;
  /** By id; empty where it passes. */
  readonly deviations: readonly Deviation[];
  /** How many plays of each kind of change; null unless no more than that is known of a reviewed plan. */
  readonly counts:
    readonly { readonly kind: string; readonly reviewed: number; readonly now: number }[] | null;
}

/** A plan with one digest for each play. */
export function foldToPlays(changes: readonly ReviewedChange[], hash: Hash): ReviewedPlan {
  return {
    detail: 'plays',
    changes: changes.map((change) => ({ id: change.id, kind: change.kind, whole: wholeOf(change, hash) })),
  };
}

/** A plan with one digest for all of it. */
export function foldToPlan(changes: readonly ReviewedChange[], hash: Hash): ReviewedPlan {
  return {
    detail: 'plan',
    counts: countKinds(changes),
    whole: digestOf(changes, hash),
  };
}

function digestOf(changes: readonly ReviewedChange[], hash: Hash): string {
  return hash(changes.map((each) => wholeOf(each, hash)).join(' '));
}

function wholeOf({ id, kind, play, parts }: ReviewedChange, hash: Hash): string {
  const sorted = Object.entries(parts).sort(([one], [other]) => (one < other ? -1 : 1));
  return hash(JSON.stringify([id, kind, play, sorted]));
}

function countKinds(changes: readonly { readonly kind: Doing }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of changes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/**
 * Compares the present plan with those that were reviewed, whose changes count together. A part of them passes: what was
 * done meanwhile need not be done again.
 * @param now the present plan's changes, by id
 */
export function compareWithReviewed(
  now: readonly ReviewedChange[],
  plans: readonly ReviewedPlan[],
  hash: Hash,
): Review {
  const inParts = plans.flatMap((plan) => (plan.detail === 'parts' ? plan.changes : []));
  const folded = plans.flatMap((plan) => (plan.detail === 'plays' ? plan.changes : []));
  const whole = plans.flatMap((plan) => (plan.detail === 'plan' ? [plan] : []));
  const wholes = new Set(folded.map((change) => change.whole));
  const byId = groupById(inParts);
  const left = now.filter(
    (change) => !wholes.has(wholeOf(change, hash)) && !isWithin(change, byId.get(change.id) ?? []),
  );
  const isWhole = (changes: readonly ReviewedChange[]): boolean =>
    whole.some((plan) => digestOf(changes, hash) === plan.whole);
  if (left.length === 0 || isWhole(left) || isWhole(now))
    return { passes: true, deviations: [], counts: null };
  if (whole.length > 0) return { passes: false, deviations: [], counts: kindsOf(now, plans) };
  const present = new Set(now.map(({ id }) => id));
  const foldedById = new Map(folded.map((change) => [change.id, change]));
  const gone = [...byId.values()]
    .flatMap((changes) => changes.slice(-1))
    .filter(({ id }) => !present.has(id));
  const goneFolded = [...foldedById.values()].filter(({ id }) => !present.has(id));
  const deviations: Deviation[] = [
    ...left.map((change) => deviation(change, byId.get(change.id) ?? [], foldedById.get(change.id))),
    ...gone.map(({ id, kind, parts }) => ({ id, reviewed: { kind, parts: Object.keys(parts) }, now: null })),
    ...goneFolded.map(({ id, kind }) => ({ id, reviewed: { kind, parts: null }, now: null })),
  ];
  return {
    passes: false,
    deviations: deviations.sort((one, other) => (one.id < other.id ? -1 : 1)),
    counts: null,
  };
}

function groupById(changes: readonly ReviewedChange[]): Map<string, ReviewedChange[]> {
  const groups = new Map<string, ReviewedChange[]>();
  for (const change of changes) {
    const same = groups.get(change.id);
    if (same === undefined) groups.set(change.id, [change]);
    else same.push(change);
  }
  return groups;
}

/** Whether a change is no more than what reviewed ones of the same play do together. */
function isWithin(now: ReviewedChange, reviewed: readonly ReviewedChange[]): boolean {
  const fitting = reviewed.filter((each) => fits(now, each));
  const isShown = ([name, part]: [string, Part]): boolean =>
    fitting.some(
      ({ parts }) => isSame(part, parts[name]) && (name !== 'workflow' || !isUntried(now.parts, parts)),
    );
  return (
    fitting.some(({ parts }) => goneFrom(now, parts).length === 0) && Object.entries(now.parts).every(isShown)
  );
}

/** Whether a workflow is to go live without the trial that it was reviewed with. */
function isUntried(now: ReviewedChange['parts'], reviewed: ReviewedChange['parts']): boolean {
  return 'workflow' in now && !('trial' in now) && 'trial' in reviewed;
}

/**
 * The reviewed parts that a change lacks, and that nobody can have done meanwhile: all of a play that is still to be
 * made, which would be another one without them, and the protection of one that is still to be adopted.
 */
function goneFrom({ kind, parts }: Pick<ReviewedChange, 'kind' | 'parts'>, reviewed: object): string[] {
  return Object.keys(reviewed).filter(
    (name) => !(name in parts) && (kind === 'create' || (kind === 'adopt' && name === 'protect')),
  );
}

/** Whether a change may be what is left of a reviewed one: a play that was made or adopted is updated from then on. */
function fits(now: ReviewedChange, reviewed: ReviewedChange): boolean {
  const isRest = now.kind === 'update' && (reviewed.kind === 'create' || reviewed.kind === 'adopt');
  return (now.kind === reviewed.kind || isRest) && (reviewed.play === '' || now.play === reviewed.play);
}

function isSame([before, after]: Part, reviewed: Part | undefined): boolean {
  return reviewed !== undefined && reviewed[0] === before && reviewed[1] === after;
}

function deviation(
  { id, kind, play, parts }: ReviewedChange,
  reviewed: readonly ReviewedChange[],
  folded: FoldedChange | undefined,
): Deviation {
  const last = reviewed.at(-1);
  const known = last ?? folded;
  // another play, or another kind of change: no part of it was reviewed
  const before = last !== undefined && fits({ id, kind, play, parts }, last) ? last.parts : {};
  const lacking = goneFrom({ kind, parts }, before);
  const gone = isUntried(parts, before) && !lacking.includes('trial') ? [...lacking, 'trial'] : lacking;
  return {
    id,
    reviewed:
      known === undefined
        ? null
        : { kind: known.kind, parts: last === undefined ? null : Object.keys(last.parts) },
    now: {
      kind,
      parts: [
        ...Object.entries(parts).map(([name, part]) => ({ name, state: stateOf(part, before[name]) })),
        ...gone.map((name) => ({ name, state: 'gone' as const })),
      ],
    },
  };
}

function stateOf([before, after]: Part, reviewed: Part | undefined): PartState {
  if (reviewed === undefined) return 'new';
  const hasMoved = reviewed[0] !== before;
  if (reviewed[1] === after) return hasMoved ? 'moved' : 'as-reviewed';
  return hasMoved ? 'moved-and-other' : 'other';
}

function kindsOf(
  now: readonly ReviewedChange[],
  plans: readonly ReviewedPlan[],
): NonNullable<Review['counts']> {
  const present = countKinds(now);
  const reviewed: Record<string, number> = {};
  for (const plan of plans) {
    const counts = plan.detail === 'plan' ? plan.counts : countKinds(plan.changes);
    for (const [kind, count] of Object.entries(counts)) reviewed[kind] = (reviewed[kind] ?? 0) + count;
  }
  const kinds = [...new Set([...Object.keys(reviewed), ...Object.keys(present)])].sort();
  return kinds.map((kind) => ({ kind, reviewed: reviewed[kind] ?? 0, now: present[kind] ?? 0 }));
}
