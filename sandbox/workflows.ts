import { batchAt } from './batches.ts';
import type { Batch } from './batches.ts';
import type { Release } from './entities.ts';
import type { Store } from './store.ts';

/** What a workflow shows of the release that is live ([pub]). */
type DeployedRelease = Pick<
  Release,
  'uuid' | 'userUuid' | 'description' | 'version' | 'nodes' | 'formFields' | 'deployedAt' | 'createdAt'
>;

/** What a workflow shows of its newest batch ([pub]). */
type LastBatch = Pick<Batch, 'uuid' | 'status' | 'runsStatus' | 'errorMessage' | 'createdAt' | 'finishedAt'>;

/** A workflow as the workflows list answers it ([pub]): a play's or a tool's. It has no name. */
interface Workflow {
  readonly uuid: string;
  readonly workspaceUuid: string;
  readonly playUuid: string | null;
  readonly toolUuid: string | null;
  readonly lastBatch: LastBatch | null;
  readonly deployedRelease: DeployedRelease | null;
}

function shown(release: Release | undefined): DeployedRelease | null {
  if (!release) return null;
  const { uuid, userUuid, description, version, nodes, formFields, deployedAt, createdAt } = release;
  return { uuid, userUuid, description, version, nodes, formFields, deployedAt, createdAt };
}

/** The newest batch of each workflow. */
function lastBatches(store: Store): Map<string, LastBatch> {
  const last = new Map<string, LastBatch>();
  for (const batch of store.veil.seen('batch', store.batches).values()) {
    const { uuid, status, runsStatus, errorMessage, createdAt, finishedAt } = batchAt(batch, store.time());
    last.set(batch.workflowUuid, { uuid, status, runsStatus, errorMessage, createdAt, finishedAt });
  }
  return last;
}

/** The workflows of all plays that were not deleted, and of all tools. */
export function workflowsOf(store: Store): Workflow[] {
  const { workspaceUuid } = store;
  const last = lastBatches(store);
  const deployed = store.veil.seen('release', store.deployed);
  const plays = [...store.veil.seen('play', store.plays).values()].filter(
    ({ deletedAt }) => deletedAt === null,
  );
  return [
    ...plays.map(({ uuid, workflowUuid }) => ({ uuid: workflowUuid, playUuid: uuid, toolUuid: null })),
    ...[...store.tools.values()].map(({ uuid, workflowUuid }) => ({
      uuid: workflowUuid,
      playUuid: null,
      toolUuid: uuid,
    })),
  ].map((each) => ({
    ...each,
    workspaceUuid,
    lastBatch: last.get(each.uuid) ?? null,
    deployedRelease: shown(deployed.get(each.uuid)),
  }));
}

/** Whether there is a workflow with this uuid, of a play that was not deleted or of a tool. */
export function isWorkflow(store: Store, uuid: string): boolean {
  const all = [...store.livePlays(), ...store.tools.values()];
  return all.some(({ workflowUuid }) => workflowUuid === uuid);
}
