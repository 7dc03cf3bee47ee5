import type { Workspace } from '../cargo/workspace.ts';
import { check } from '../definition/check.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import { thatMatter } from '../definition/if-made.ts';
import type { LiveWorkspace } from '../definition/live.ts';
import { parseDefinitions } from '../definition/parse.ts';
import type { ParseContext, RawFile } from '../definition/parse.ts';
import { resolve } from '../definition/resolve.ts';
import type { Graph } from '../definition/workflow/graph.ts';
import { NameIndex } from '../definition/workflow/names.ts';
import { innerGraph } from '../definition/workflow/wire.ts';
import type { FileNames } from '../definition/write/words.ts';
import type { Written } from '../definition/workflow/kind.ts';
import { messageOf } from '../errors.ts';
import { readTextFile } from '../github/workspace.ts';
import type { ActualPlay, PlayRow, PlayUuid } from '../reconcile/actual.ts';
import { loadActual } from '../reconcile/load.ts';
import { isMissing, match } from '../reconcile/match.ts';
import type { Matches } from '../reconcile/match.ts';
import { plan } from '../reconcile/plan.ts';
import type { Plan } from '../reconcile/plan.ts';
import { parsingIn } from './definitions.ts';
import { namesOf } from './file-names.ts';
import { pauseOf } from './run.ts';
import type { Run } from './run.ts';
import { checkWorkflows, readLeantOn, withListed, workflowPlanner } from './workflows.ts';

/** The workspace as a pull reads it: all plays in full, and what definitions name. */
export interface PullLive {
  readonly workspace: Workspace;
  readonly listed: LiveWorkspace;
  /** The plays that exist, as Cargo lists them. */
  readonly rows: readonly PlayRow[];
  readonly full: ReadonlyMap<PlayUuid, ActualPlay>;
  /** Why a play could not be read in full, by its uuid. */
  readonly unread: ReadonlyMap<PlayUuid, string>;
  /** What is deployed; null where nothing is. Rejects where it, or an integration that it uses, can't be read. */
  readonly deployedOf: (row: PlayRow) => Promise<Graph | null>;
  readonly names: Omit<FileNames, 'play'> & Written;
}

/** Reads the workspace. What can't be read of one play is told of that play alone. */
export async function readLive(workspace: Workspace): Promise<PullLive> {
  const [models, folders, all, workflows, connectors, tools, agents] = await Promise.all([
    workspace.models(),
    workspace.folders(),
    workspace.plays(),
    workspace.workflows(),
    workspace.connectors(),
    workspace.tools(),
    workspace.agents(),
  ]);
  const hasTwins = new Set(models.map(({ slug }) => slug)).size < models.length;
  const listed = { models, folders, datasets: hasTwins ? await workspace.datasets() : null };
  const rows = all.filter(({ deletedAt }) => deletedAt === null);
  const full = new Map<PlayUuid, ActualPlay>();
  const unread = new Map<PlayUuid, string>();
  await Promise.all(
    rows.map(async (row) => {
      try {
        const read = await loadActual([row], workspace.reader, workspace.segments, () => Promise.resolve());
        for (const [uuid, actual] of read) full.set(uuid, actual);
      } catch (thrown) {
        unread.set(row.uuid, messageOf(thrown));
      }
    }),
  );
  const byPlay = new Map(workflows.map((each) => [each.playUuid?.toLowerCase(), each]));
  return {
    workspace,
    listed,
    rows,
    full,
    unread,
    deployedOf: async ({ uuid }) => {
      const found = byPlay.get(uuid.toLowerCase());
      if (found === undefined) return null;
      const nodes = workspace.workflowReader.readWorkflow(found).deployedRelease?.nodes ?? null;
      await Promise.all(integrationsIn(nodes ?? []).map((slug) => workspace.actions(slug)));
      return nodes;
    },
    names: { ...namesOf(listed), ...new NameIndex({ connectors, tools, agents }).written },
  };
}

/** The integrations that a graph uses, those in groups included. */
function integrationsIn(graph: Graph): string[] {
  return graph.flatMap((node) =>
    node.kind === 'connector' ? [node.integrationSlug] : integrationsIn(innerGraph(node) ?? []),
  );
}

/** What a plan over files would show. */
export interface Looked {
  readonly diagnostics: readonly Diagnostic[];
  readonly matches: Matches;
  /** Null where an error forbids to plan. */
  readonly plan: Plan | null;
  /** How many places take their text from a file, by its path. */
  readonly uses: ReadonlyMap<string, number>;
}

/**
 * Plans, as `policy: upsert-only` with `adopt` does, over definitions that need not be files yet.
 * @param texts the files beside them that are not there yet, or are otherwise there, by path
 */
export async function lookAt(
  files: readonly RawFile[],
  texts: ReadonlyMap<string, string>,
  run: Run,
  live: PullLive,
): Promise<Looked> {
  const { inputs } = run;
  const pause = pauseOf(run);
  const uses = new Map<string, number>();
  const context: ParseContext = {
    ...parsingIn(run),
    readText: (path) => {
      uses.set(path, (uses.get(path) ?? 0) + 1);
      const text = texts.get(path);
      return text === undefined ? readTextFile(inputs.workspace, path) : { text };
    },
    pause,
  };
  const parsed = await parseDefinitions(files, context);
  const resolved = await resolve(parsed.definitions, live.listed, pause, inputs.createFolders);
  const leantOn = await readLeantOn(resolved.desired, live.workspace);
  const workflows = await withListed(leantOn, live.workspace);
  const found = [
    ...resolved.diagnostics,
    ...(await check(resolved.desired, live.listed.models, pause)),
    ...checkWorkflows(resolved.desired, live.listed.models, workflows),
  ];
  const matches = await match(resolved.desired, live.rows, inputs, pause);
  const diagnostics = [...parsed.diagnostics, ...thatMatter(found, (id) => isMissing(matches, id))];
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { diagnostics, matches, plan: null, uses };
  const isRead = (id: string): boolean => {
    const found = matches.byId.get(id as Parameters<typeof matches.byId.get>[0]);
    return found === undefined || !('row' in found) || live.full.has(found.row.uuid);
  };
  const settings = { ...inputs, policy: 'upsert-only', adopt: true } as const;
  const planned = await plan(
    resolved.desired.filter(({ id }) => isRead(id)),
    {
      matches,
      full: live.full,
      workflowOf: workflowPlanner(workflows, settings, live.workspace),
      modelName: (uuid) => live.names.model(uuid) ?? uuid,
    },
    settings,
    pause,
  );
  return { diagnostics, matches, plan: planned, uses };
}
