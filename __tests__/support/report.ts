import type { PlayId } from '../../src/definition/play-id.ts';
import type { DesiredPlay } from '../../src/definition/resolve.ts';
import { fieldsOn } from '../../src/definition/fields.ts';
import type { LiveOn } from '../../src/definition/fields.ts';
import type { ActualPlay, Play, PlayUuid } from '../../src/reconcile/actual.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Change, Plan } from '../../src/reconcile/plan.ts';
import type { OnRemoval } from '../../src/reconcile/policy.ts';
import { differencesOf } from '../../src/reconcile/diff.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Facts } from '../../src/report/build.ts';
import type { Redact } from '../../src/report/redact.ts';
import type { Report } from '../../src/report/report.ts';

export const workspaceUuid = '11111111-0000-4000-8000-000000000000';
export const accountsUuid = '22222222-0000-4000-8000-000000000000';

/** A uuid by number. */
export const uuidOf = (number: number): PlayUuid =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as PlayUuid;

/** A play as a definition wants it. */
export function desiredPlay(
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
  dependsOn: readonly string[] = [],
): DesiredPlay {
  const file = `plays/${id}.yml`;
  return {
    id: id as PlayId,
    file,
    line: 1,
    name: typeof fields['name'] === 'string' ? fields['name'] : id,
    modelUuid: accountsUuid,
    model: 'accounts',
    fields: { name: id, changeKinds: ['added'], runCreationRule: 'once', ...fields },
    dependsOn: dependsOn as readonly PlayId[],
    workflow: null,
    enabled: null,
    trial: null,
    protect: false,
    place: () => ({ file, line: 1, column: 1, endColumn: 2, excerpt: '' }),
  };
}

/** What Cargo answers there of a play in which nothing is set. */
function unset<Where extends 'play' | 'segment'>(where: Where): LiveOn<Where> {
  return Object.fromEntries(fieldsOn(where).map((name) => [name, null])) as unknown as LiveOn<Where>;
}

/** A play as the workspace has it: ours, unless its description says otherwise. */
export function actualPlay(
  number: number,
  id: string,
  play: Partial<ActualPlay['play']> = {},
  segment: Partial<NonNullable<ActualPlay['segment']>> = {},
): ActualPlay {
  const whole: Play = {
    ...unset('play'),
    uuid: uuidOf(number),
    workspaceUuid,
    modelUuid: accountsUuid,
    name: id,
    description: `Managed as code by acme/revenue#${id}`,
    deletedAt: null,
    workflowUuid: uuidOf(number + 1_000),
    segmentUuid: uuidOf(number + 2_000),
    changeKinds: ['added'],
    runCreationRule: 'once',
    isEnabled: false,
    isReadable: true,
    isDescribed: true,
    read: () => whole,
    ...play,
  };
  return {
    play: whole,
    segment: {
      ...unset('segment'),
      uuid: uuidOf(number + 2_000),
      recordsCount: null,
      ...segment,
    },
  };
}

/** A play that is to be made. */
export function create(desired: DesiredPlay): Change {
  return { kind: 'create', workflow: null, id: desired.id, desired };
}

/** A play that is to be brought in line. */
export function update(desired: DesiredPlay, actual: ActualPlay): Change {
  const differences = differencesOf(desired.fields, actual);
  return {
    kind: 'update',
    workflow: null,
    id: desired.id,
    desired,
    actual,
    differences,
    protectDiffers: false,
    newLine: false,
    kept: null,
  };
}

/** A play that is left as it is; drifted where it differs. */
export function none(
  desired: DesiredPlay,
  actual: ActualPlay,
  { note = null, foreign = false }: { readonly note?: string | null; readonly foreign?: boolean } = {},
): Change {
  const differences = differencesOf(desired.fields, actual);
  return {
    kind: 'none',
    workflow: null,
    id: desired.id,
    desired,
    actual,
    differences,
    protectDiffers: false,
    note,
    foreign,
  };
}

/** A play without a definition that is to be removed. */
export function remove(id: string, actual: ActualPlay, kind: OnRemoval = 'delete'): Change {
  return { kind, id: id as PlayId, actual };
}

/** What is known of a run that planned, unless given otherwise. */
export function factsOf(given: Partial<Facts> = {}): Facts {
  return {
    mode: 'plan',
    offline: false,
    policy: 'upsert-only',
    owner: 'acme/revenue' as Owner,
    source: {
      serverUrl: 'https://github.com',
      repository: 'acme/revenue',
      commit: '1234567890123456789012345678901234567890',
    },
    definitions: [],
    desired: null,
    diagnostics: [],
    plan: null,
    reaches: new Map(),
    befores: new Map(),
    pulled: [],
    outcomes: null,
    pullRequests: null,
    review: null,
    isStale: false,
    problems: [],
    warnings: [],
    notices: [],
    workspaceUuid,
    names: { models: new Map([[accountsUuid, 'accounts']]), folders: new Map(), plays: new Map() },
    cancelled: false,
    ...given,
  };
}

/** The report of a run that planned these changes. */
export function reportOf(
  changes: readonly Change[],
  otherwise: Partial<Plan> = {},
  given: Partial<Facts> = {},
  redact: Redact = (text) => text,
): Report {
  const plan: Plan = { changes, refusals: [], problems: [], orphans: [], impacts: new Map(), ...otherwise };
  const desired = changes.flatMap((change) => ('desired' in change ? [change.desired] : []));
  return buildReport(factsOf({ desired, plan, problems: plan.problems, ...given }), redact);
}
