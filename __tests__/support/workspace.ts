import { writeWorkspace } from '../../src/cargo/workspace.ts';
import type { WritableWorkspace } from '../../src/cargo/workspace.ts';
import { resolve } from '../../src/definition/resolve.ts';
import type { DesiredPlay } from '../../src/definition/resolve.ts';
import { systemClock } from '../../src/clock.ts';
import { apply } from '../../src/reconcile/apply.ts';
import type { ApplyContext, Outcome } from '../../src/reconcile/apply.ts';
import { loadActual } from '../../src/reconcile/load.ts';
import { match, rowsToRead } from '../../src/reconcile/match.ts';
import type { Matches } from '../../src/reconcile/match.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { plan } from '../../src/reconcile/plan.ts';
import type { ActualPlays, Plan, PlanSettings } from '../../src/reconcile/plan.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { fileOf, parse } from './parsing.ts';

const owner = 'acme/revenue' as Owner;
const never = new AbortController().signal;

/** The definitions of a run: each a mapping, in a file named after its id. */
export type Definitions = Readonly<Record<string, object>>;

/** The real client on a sandbox, as one run has it: its lists are asked for once. */
export function connect(server: Sandbox): WritableWorkspace {
  return writeWorkspace(
    {
      baseUrl: server.url,
      token: server.token,
      parallelism: 8,
      timeoutMs: 10_000,
      retries: 0,
      proxies: {},
      effects: { ...systemClock, random: () => 0.5 },
      stop: never,
      kill: never,
    },
    null,
  );
}

/** The plays that definitions want, by a workspace's names. */
export async function desire(
  definitions: Definitions,
  workspace: WritableWorkspace,
  createFolders = false,
): Promise<readonly DesiredPlay[]> {
  const files = Object.entries(definitions).map(([id, fields]) =>
    fileOf(`plays/${id}.yml`, JSON.stringify(fields)),
  );
  const parsed = await parse(files);
  const live = { models: await workspace.models(), datasets: null, folders: await workspace.folders() };
  const { desired, diagnostics } = await resolve(
    parsed.definitions,
    live,
    () => Promise.resolve(),
    createFolders,
  );
  const told = [...parsed.diagnostics, ...diagnostics].map(({ message }) => message);
  if (told.length > 0) throw new Error(told.join('\n'));
  return desired;
}

/** Plans and, where nothing forbids it, applies: definitions to outcomes over real HTTP, without the runner. */
export async function reconcile(
  server: Sandbox,
  definitions: Definitions,
  settings: Partial<PlanSettings & Pick<ActualPlays, 'workflowOf'>> & {
    readonly turned?: boolean;
    readonly createFolders?: boolean;
  } = {},
): Promise<{
  readonly planned: Plan;
  readonly matches: Matches;
  readonly apply: (otherwise?: Partial<ApplyContext>) => Promise<Outcome[]>;
}> {
  const workspace = connect(server);
  const desired = await desire(definitions, workspace, settings.createFolders);
  const rows = await workspace.plays();
  const whole: PlanSettings = {
    policy: 'upsert-only',
    owner,
    adopt: false,
    onRemoval: 'delete',
    maxDeletes: 100,
    ...settings,
  };
  const matches = await match(desired, rows, whole, () => Promise.resolve());
  const toRead = rowsToRead(matches, whole.policy);
  const full = await loadActual(toRead, workspace.api, workspace.segments, () => Promise.resolve());
  const ordered = settings.turned === true ? [...desired].reverse() : desired;
  const { workflowOf = () => null } = settings;
  const modelName = (uuid: string): string => uuid;
  const planned = await plan(ordered, { matches, full, workflowOf, modelName }, whole, () =>
    Promise.resolve(),
  );
  return {
    planned,
    matches,
    apply: (otherwise) =>
      apply(planned.changes, {
        api: workspace.api,
        owner: whole.owner,
        goLive: null,
        rows,
        blocked: new Map(),
        parallelism: 8,
        retries: 0,
        clock: systemClock,
        stop: never,
        pause: () => Promise.resolve(),
        breathe: () => Promise.resolve(),
        lastLook: () => workspace.reader.listPlays({ afterCancel: true }),
        onOutcome: () => undefined,
        ...otherwise,
      }),
  };
}
