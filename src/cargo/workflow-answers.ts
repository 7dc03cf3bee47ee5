import * as z from 'zod/mini';
import type { InvalidNode } from '../definition/workflow/check-live.ts';
import { readGraph } from '../definition/workflow/wire.ts';
import type { Release, Workflow, WorkflowRow } from '../reconcile/workflow/actual.ts';
import { answeredUuid as uuid, maybeUuid } from '../definition/shapes.ts';
import { aboutOther, decode, rowsOf, under, unreadable } from './decode.ts';
import type { Asked } from './decode.ts';

const maybe = z.nullish(z.string());

const releaseSchema = z.object({
  uuid,
  workflowUuid: maybeUuid,
  version: maybe,
  description: maybe,
  nodes: z.nullish(z.unknown()),
  deployedAt: maybe,
  updatedAt: maybe,
  createdAt: maybe,
});
const invalidNodeSchema = z.object({
  node: z.object({ uuid: z.string(), slug: z.string() }),
  reason: z.string(),
  invalidNodes: z.nullish(z.array(z.unknown())),
});
const verdictSchema = z.object({
  outcome: z.enum(['valid', 'notValid']),
  invalidNodes: z.nullish(z.array(z.unknown())),
});
const switchedSchema = z.object({ uuid: maybeUuid, isEnabled: z.nullish(z.boolean()) });

/** The workflows of a list ([pub]), decoded as far as finding one needs it: there may be thousands. */
export function decodeWorkflows(json: unknown, asked: Asked): WorkflowRow[] {
  return [...rowsOf(json, 'workflows', asked).values()].map((raw) => ({
    uuid: raw.uuid,
    playUuid: typeof raw['playUuid'] === 'string' ? raw['playUuid'] : null,
    raw,
  }));
}

/** A listed workflow in full ([pub]). */
export function toWorkflow({ uuid: id, playUuid, raw }: WorkflowRow, asked: Asked): Workflow {
  const { deployedRelease } = raw;
  return {
    uuid: id,
    playUuid,
    deployedRelease: isThere(deployedRelease)
      ? toRelease(deployedRelease, asked, `workflow ${id}: deployedRelease`)
      : null,
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Gives what reads the release of an answer `{"release": …}` ([pub]). One that says that it is another workflow's,
 * as a mixed-up proxy may answer, is no answer.
 */
export function decodeReleaseOf(workflowUuid: string): (json: unknown, asked: Asked) => Release {
  return (json, asked) => {
    const raw = under(json, 'release', asked);
    const said = decode(releaseSchema, raw, asked, 'release').workflowUuid ?? workflowUuid;
    if (said.toLowerCase() !== workflowUuid.toLowerCase()) throw aboutOther(asked, 'workflow');
    return toRelease(raw, asked, 'release');
  };
}

function toRelease(raw: unknown, asked: Asked, where: string): Release {
  const release = decode(releaseSchema, raw, asked, where);
  const { graph, wrong } = readGraph(release.nodes ?? []);
  if (graph === undefined) throw unreadable(asked, `${where}: ${wrong}`);
  return {
    uuid: release.uuid,
    version: release.version ?? null,
    description: release.description ?? null,
    nodes: graph,
    deployedAt: release.deployedAt ?? null,
    updatedAt: release.updatedAt ?? release.createdAt ?? null,
  };
}

/** What Cargo found wrong with nodes ([pub]); those inside a group below the group. */
export function decodeVerdict(json: unknown, asked: Asked): InvalidNode[] {
  const { outcome, invalidNodes } = decode(verdictSchema, json, asked, 'answer');
  if (outcome === 'valid') return [];
  const found = toInvalid(invalidNodes, asked);
  if (found.length === 0) throw unreadable(asked, 'it does not say which nodes are not valid');
  return found;
}

function toInvalid(rows: readonly unknown[] | null | undefined, asked: Asked): InvalidNode[] {
  return (rows ?? []).map((row, index) => {
    const { node, reason, invalidNodes } = decode(
      invalidNodeSchema,
      row,
      asked,
      `invalidNodes.${String(index)}`,
    );
    return { uuid: node.uuid, slug: node.slug, reason, invalidNodes: toInvalid(invalidNodes, asked) };
  });
}

/** Gives what reads whether the play of an answer `{"play": …}` is on; null where it doesn't say. */
export function decodeIsEnabledOf(playUuid: string): (json: unknown, asked: Asked) => boolean | null {
  return (json, asked) => {
    const play = decode(switchedSchema, under(json, 'play', asked), asked, 'play');
    if ((play.uuid ?? playUuid).toLowerCase() !== playUuid.toLowerCase()) throw aboutOther(asked, 'play');
    return play.isEnabled ?? null;
  };
}
