import type { Release } from './entities.ts';
import type { Store } from './store.ts';

/** What a workflow shows of the release that is live ([pub]). */
type DeployedRelease = Pick<
  Release,
  'uuid' | 'userUuid' | 'description' | 'version' | 'nodes' | 'formFields' | 'deployedAt' | 'createdAt'
>;

/** A workflow as the workflows list answers it ([pub]): a play's or a tool's. It has no name. */
interface Workflow {
  readonly uuid: string;
  readonly workspaceUuid: string;
  readonly playUuid: string | null;
  readonly toolUuid: string | null;
  readonly lastBatch: null;
  readonly deployedRelease: DeployedRelease | null;
}

function shown(release: Release | undefined): DeployedRelease | null {
  if (!release) return null;
  const { uuid, userUuid, description, version, nodes, formFields, deployedAt, createdAt } = release;
  return { uuid, userUuid, description, version, nodes, formFields, deployedAt, createdAt };
}

/** The workflows of all plays that were not deleted, and of all tools. */
export function workflowsOf(store: Store): Workflow[] {
  const { workspaceUuid } = store;
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
    lastBatch: null,
    deployedRelease: shown(deployed.get(each.uuid)),
  }));
}

/** Whether there is a workflow with this uuid, of a play that was not deleted or of a tool. */
export function isWorkflow(store: Store, uuid: string): boolean {
  const all = [...store.livePlays(), ...store.tools.values()];
  return all.some(({ workflowUuid }) => workflowUuid === uuid);
}
