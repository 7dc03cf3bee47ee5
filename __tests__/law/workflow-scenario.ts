import type { Fault } from '../../sandbox/faults.ts';
import type { Settings } from '../../sandbox/settings.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** Which of the graphs in `graphs.ts` a definition says. */
export type Shape = 'two' | 'branch' | 'four';

/** What a definition says of what its play does; `shape` is null where it says nothing of that. */
interface WorkflowScenario {
  readonly shape: Shape | null;
  /** Null where it is left out. */
  readonly enabled: boolean | null;
}

/** What is there before, of a play that is there before. */
export interface LiveWorkflow {
  /** Whether somebody deployed another graph. */
  readonly hasOther: boolean;
  readonly isEnabled: boolean;
  /** Whether somebody is in the middle of building another one. */
  readonly hasDraft: boolean;
}

/** What a seed decides about workflows. */
export interface WorkflowsScenario {
  readonly paths: Settings['releasePaths'];
  readonly discardDrafts: boolean;
  readonly definitions: Readonly<Record<string, WorkflowScenario>>;
  readonly live: Readonly<Record<string, LiveWorkflow>>;
  /** Ids whose play somebody begins to change in the web page between the two runs. */
  readonly draftedBetween: readonly string[];
  readonly faults: readonly Fault[];
}

const list = /workflows\/list/;
const draft = /releases\/(draft|getDraft)$/;
/** The paths of a deploy, in both spellings. */
export const deployPath = /releases\/(draft\/deploy|deployDraft)$/;

const targets: readonly Pick<Fault, 'method' | 'path'>[] = [
  { method: 'GET', path: list },
  { method: 'GET', path: list },
  { method: 'GET', path: draft },
  { method: 'POST', path: deployPath },
  { method: 'POST', path: deployPath },
  { method: 'POST', path: deployPath },
  { method: 'POST', path: /nodes\/validate/ },
  { method: 'PUT', path: /orchestration\/plays\// },
  { method: 'GET', path: /connectors\/list|integrations/ },
];

/** Another workflow's release, as a mixed-up proxy might answer it. */
const otherRelease = JSON.stringify({
  release: {
    uuid: '3e1ea5e0-0000-4000-8000-000000000001',
    workflowUuid: '30f10000-0000-4000-8000-000000000001',
    version: '7.0.0',
    status: 'deployed',
    nodes: [],
    description: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    deployedAt: '2026-01-01T00:00:00.000Z',
  },
});

/** Another play's whole answer: who believes it writes to the wrong workflow. */
const otherPlay = JSON.stringify({
  play: {
    uuid: '91a40000-0000-4000-8000-000000000001',
    name: 'Welcome new contacts',
    modelUuid: '30de1000-0000-4000-8000-000000000002',
    workflowUuid: '30f10000-0000-4000-8000-000000000001',
    segmentUuid: '5e940000-0000-4000-8000-000000000001',
    changeKinds: ['added'],
    runCreationRule: 'once',
    description: null,
    isEnabled: true,
    deletedAt: null,
  },
});

type Rows = { readonly workflows?: readonly Readonly<Record<string, unknown>>[] };

function alteredList(random: Random): Fault {
  const alter = pick<(body: unknown) => unknown>(random, [
    // each row twice
    (body) => {
      const { workflows = [] } = body as Rows;
      return { workflows: [...workflows, ...workflows] };
    },
    // rows that can't be read beside those that can
    (body) => {
      const { workflows = [] } = body as Rows;
      return { workflows: [{ uuid: 7 }, ...workflows, null] };
    },
    // rows without what is deployed
    (body) => {
      const { workflows = [] } = body as Rows;
      return { workflows: workflows.map(({ deployedRelease: _, ...row }) => row) };
    },
    // no rows
    () => ({ workflows: [] }),
  ]);
  return {
    method: 'GET',
    path: list,
    skip: Math.floor(random() * 3),
    times: pick(random, [1, 2]),
    act: { kind: 'alter', alter },
  };
}

function workflowFault(random: Random, general: (random: Random) => Fault): Fault {
  const fault = { ...general(random), ...pick(random, targets), skip: Math.floor(random() * 3) };
  const lies: readonly (() => Fault)[] = [
    () => ({ method: 'POST', path: deployPath, act: { kind: 'rubbish', body: otherRelease } }),
    () => ({ method: 'POST', path: deployPath, when: 'after', act: { kind: 'rubbish', body: otherRelease } }),
    () => ({ method: 'PUT', path: /plays\//, act: { kind: 'rubbish', body: otherPlay } }),
    () => ({ method: 'PUT', path: /plays\//, when: 'after', act: { kind: 'rubbish', body: otherPlay } }),
    () => ({
      method: 'POST',
      path: /orchestration\/plays$/,
      when: 'after',
      act: { kind: 'rubbish', body: otherPlay },
    }),
    () => ({ method: 'POST', path: deployPath, act: { kind: 'status', status: 404 } }),
    () => alteredList(random),
  ];
  return random() < 0.3 ? pick(random, lies)() : fault;
}

/**
 * Decides about the workflows of a seed's definitions and plays.
 * @param there ids of definitions whose play is there already
 * @param general a fault of any kind
 */
export function workflowsOf(
  random: Random,
  { ids, there }: { readonly ids: readonly string[]; readonly there: readonly string[] },
  general: (random: Random) => Fault,
): WorkflowsScenario {
  const shapes = ['two', 'branch', 'four', null] as const;
  const definitions = Object.fromEntries(
    ids.map((id) => {
      const shape = pick(random, shapes);
      // nothing can be switched on that nobody deployed
      return [
        id,
        { shape, enabled: pick(random, shape === null ? [null, false] : [true, true, false, null]) },
      ];
    }),
  );
  const live = Object.fromEntries(
    there.map((id) => {
      const hasOther = random() < 0.6;
      return [id, { hasOther, isEnabled: hasOther && random() < 0.5, hasDraft: random() < 0.25 }];
    }),
  );
  return {
    paths: pick(random, ['draft', 'getDraft']),
    discardDrafts: random() < 0.2,
    definitions,
    live,
    draftedBetween: ids.filter(() => random() < 0.06),
    faults:
      random() < 0.75
        ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => workflowFault(random, general))
        : [],
  };
}
