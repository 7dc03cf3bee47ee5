import type { PlayId } from '../../src/definition/parse.ts';
import type { DesiredPlay } from '../../src/definition/resolve.ts';
import type { ActualPlay, PlayUuid } from '../../src/reconcile/actual.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { plan } from '../../src/reconcile/plan.ts';
import type { Plan, PlanSettings } from '../../src/reconcile/plan.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Facts } from '../../src/report/build.ts';
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
    place: () => ({ file, line: 1, column: 1, endColumn: 2, excerpt: '' }),
  };
}

/** A play as the workspace has it: ours, unless its description says otherwise. */
export function actualPlay(
  number: number,
  id: string,
  play: Partial<ActualPlay['play']> = {},
  segment: Partial<NonNullable<ActualPlay['segment']>> = {},
): ActualPlay {
  return {
    play: {
      uuid: uuidOf(number),
      workspaceUuid,
      modelUuid: accountsUuid,
      name: id,
      description: `Managed as code by acme/revenue#${id}`,
      deletedAt: null,
      raw: {},
      workflowUuid: uuidOf(number + 1_000),
      segmentUuid: uuidOf(number + 2_000),
      changeKinds: ['added'],
      runCreationRule: 'once',
      schedule: null,
      folderUuid: null,
      isEnabled: false,
      ...play,
    },
    segment: {
      uuid: uuidOf(number + 2_000),
      filter: null,
      sort: null,
      limit: null,
      trackingColumnSlugs: null,
      ...segment,
    },
  };
}

/** The plan for these plays. */
export function planOf(
  desired: readonly DesiredPlay[],
  actual: readonly ActualPlay[],
  settings: Partial<PlanSettings> = {},
): Plan {
  const rows = actual.map(({ play }) => play);
  const full = new Map(actual.map((each) => [each.play.uuid, each]));
  const owner = 'acme/revenue' as Owner;
  return plan(
    desired,
    { rows, full },
    { policy: 'upsert-only', owner, adopt: false, maxDeletes: 5, ...settings },
  );
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
    outcomes: null,
    problems: [],
    warnings: [],
    notices: [],
    workspaceUuid,
    modelNames: new Map([[accountsUuid, 'accounts']]),
    cancelled: false,
    ...given,
  };
}

/** The report of a run that planned these plays. */
export function reportOf(
  desired: readonly DesiredPlay[],
  actual: readonly ActualPlay[],
  settings: Partial<PlanSettings> = {},
  given: Partial<Facts> = {},
): Report {
  const planned = planOf(desired, actual, settings);
  const policy = settings.policy ?? 'upsert-only';
  return buildReport(
    factsOf({ desired, plan: planned, policy, problems: planned.problems, ...given }),
    (text) => text,
  );
}
