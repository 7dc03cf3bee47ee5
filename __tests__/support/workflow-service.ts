import { ApiError } from '../../src/errors.ts';
import type { Certainty, ErrorCode } from '../../src/errors.ts';
import type { Graph } from '../../src/definition/workflow/graph.ts';
import type { Release, Workflow, WorkflowApi, WorkflowRow } from '../../src/reconcile/workflow/actual.ts';

/** What becomes of one request: it is done and answered, done and not answered, or not done. */
export type Fate = 'answered' | 'lost' | 'late' | 'refused' | 'broken' | 'unsent';

const errors: Readonly<Record<Exclude<Fate, 'answered'>, readonly [ErrorCode, Certainty]>> = {
  lost: ['connection-lost', 'doubtful'],
  broken: ['connection-lost', 'doubtful'],
  late: ['timed-out', 'late'],
  refused: ['refused', 'not-done'],
  unsent: ['cancelled', 'not-done'],
};

/** The workflows of a workspace in memory, as far as deploying needs them. */
export class WorkflowService {
  readonly deployed = new Map<string, Release>();
  readonly enabled = new Map<string, boolean>();
  /** What was asked, in order. */
  readonly requests: string[] = [];
  /** The fates of the next requests of a kind; what is not told is answered. */
  readonly fates: Record<'deploy' | 'switch' | 'list' | 'draft', Fate[]> = {
    deploy: [],
    switch: [],
    list: [],
    draft: [],
  };
  /** Drafts by the uuid of their workflow; blank where there is none. */
  readonly drafts = new Map<string, Graph>();
  /** Called before each request. */
  before: (request: string) => void = () => undefined;
  /** How many lists still show what was deployed before. */
  staleLists = 0;
  /** Changes what is kept of a graph. */
  keep: (nodes: Graph) => Graph = (nodes) => nodes;
  private shown = new Map<string, Release>();

  readonly api: Pick<
    WorkflowApi,
    'listWorkflows' | 'readWorkflow' | 'getDraft' | 'deployDraft' | 'setEnabled'
  > = {
    getDraft: (workflowUuid) =>
      this.ask('draft', `draft ${workflowUuid}`, () => ({
        uuid: 'draft',
        version: null,
        description: null,
        nodes: this.drafts.get(workflowUuid) ?? [],
        deployedAt: null,
        updatedAt: null,
      })),
    listWorkflows: (options = {}) =>
      this.ask('list', options.afterCancel !== true ? 'list' : 'list once more', () => {
        if (this.staleLists > 0) this.staleLists -= 1;
        else this.shown = new Map(this.deployed);
        return ['workflow-1', 'workflow-2'].map((uuid): WorkflowRow => ({ uuid, playUuid: null, raw: {} }));
      }),
    readWorkflow: ({ uuid }): Workflow => ({
      uuid,
      playUuid: null,
      deployedRelease: this.shown.get(uuid) ?? null,
    }),
    deployDraft: (workflowUuid, { nodes, description }) =>
      this.ask('deploy', `deploy ${workflowUuid}`, () => {
        const count = this.requests.filter((each) => each.startsWith('deploy')).length;
        const release: Release = {
          uuid: `release-${String(count)}`,
          version: `1.0.${String(count)}`,
          description,
          nodes: this.keep(nodes),
          deployedAt: null,
          updatedAt: null,
        };
        this.deployed.set(workflowUuid, release);
        return release;
      }),
    setEnabled: (playUuid, isEnabled) =>
      this.ask('switch', `${isEnabled ? 'enable' : 'disable'} ${playUuid}`, () => {
        this.enabled.set(playUuid, isEnabled);
        return isEnabled;
      }),
  };

  private ask<Value>(
    kind: keyof WorkflowService['fates'],
    request: string,
    act: () => Value,
  ): Promise<Value> {
    this.before(request);
    const fate = this.fates[kind].shift() ?? 'answered';
    if (fate !== 'unsent') this.requests.push(request);
    const value = fate === 'answered' || fate === 'lost' || fate === 'late' ? act() : null;
    if (fate === 'answered') return Promise.resolve(value as Value);
    const [code, certainty] = errors[fate];
    return Promise.reject(
      new ApiError(code, `Could not ${kind}: ${fate}.`, {
        method: 'POST',
        path: '/x',
        status: null,
        reason: null,
        certainty,
      }),
    );
  }
}
