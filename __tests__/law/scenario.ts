import type { Fault } from '../../sandbox/faults.ts';
import { faultOf } from './faults.ts';
import { foldersOf } from './folder-scenario.ts';
import type { FoldersScenario } from './folder-scenario.ts';
import { odditiesOf } from './oddities.ts';
import { pick, randomOf } from './random.ts';
import { removalOf } from './removal-law.ts';
import type { RemovalScenario } from './removal-law.ts';
import { teamOf } from './team-scenario.ts';
import type { TeamScenario } from './team-scenario.ts';
import { trialsOf } from './trial-scenario.ts';
import type { TrialsScenario } from './trial-scenario.ts';
import { workflowsOf } from './workflow-scenario.ts';
import type { WorkflowsScenario } from './workflow-scenario.ts';

/** What a seed decides: definitions, what is there before, the inputs, and what goes wrong. */
export interface Scenario {
  readonly seed: number;
  readonly policy: 'create-only' | 'upsert-only' | 'sync';
  readonly ownerNone: boolean;
  readonly parallelism: number;
  readonly retries: number;
  /** Names of definitions; a name's play waits for the one before it where it ends with `'`. */
  readonly ids: readonly string[];
  /** Ids of definitions whose play is there already, and differs. */
  readonly drifted: readonly string[];
  /** Ids of plays of ours without a definition. */
  readonly orphans: readonly string[];
  readonly removal: RemovalScenario;
  readonly faults: readonly Fault[];
  /** Milliseconds after the n-th write for which no connection is accepted; null for never. */
  readonly refusal: { readonly write: number; readonly forMs: number } | null;
  /** How the service keeps what it is sent, from the beginning to the end. */
  readonly spelling: Spelling;
  /** What the definitions say of what their plays do, and what is there of that. */
  readonly workflows: WorkflowsScenario;
  /** Which workflows are tried before they go live, and what goes wrong in that. */
  readonly trials: TrialsScenario;
  /** Ignored fields, former ids, the former owner and protection. */
  readonly team: TeamScenario;
  /** The folders that definitions name, and what goes wrong when they are made. */
  readonly folders: FoldersScenario;
}

/** How a service may keep a play's name, or its limit, otherwise than it was sent. */
export type Spelling = 'as-sent' | 'blanks' | 'unicode' | 'case' | 'limit';

/** Makes the scenario of a seed. */
export function scenarioOf(seed: number): Scenario {
  const random = randomOf(seed);
  const amount = 1 + Math.floor(random() * 6);
  const policy = pick(random, ['create-only', 'create-only', 'upsert-only', 'sync'] as const);
  const ids = Array.from(
    { length: amount },
    (_, index) => `play-${String(index)}${index > 0 && random() < 0.25 ? '-after' : ''}`,
  );
  const scenario = {
    seed,
    policy,
    ownerNone: policy === 'create-only' && random() < 0.2,
    parallelism: pick(random, [1, 2, 4, 8]),
    retries: pick(random, [0, 1, 3]),
    ids,
    drifted: ids.filter(() => random() < 0.35),
    orphans: ['gone-1', 'gone-2'].filter(() => random() < 0.3),
    faults: Array.from({ length: 1 + Math.floor(random() * 4) }, () => faultOf(random)),
    refusal: random() < 0.2 ? { write: Math.floor(random() * 3), forMs: Math.floor(random() * 60) } : null,
  };
  const spelling = pick(random, [
    'as-sent',
    'as-sent',
    'as-sent',
    'blanks',
    'unicode',
    'case',
    'limit',
  ] as const);
  const oddities = random() < 0.7 ? odditiesOf(random) : [];
  // alone, in half of them, so that no other fault hides what they do
  const faults = random() < 0.5 ? [...oddities, ...scenario.faults] : oddities;
  const deletes = oddities.some(({ method }) => method === 'DELETE');
  const byName = spelling !== 'as-sent' && spelling !== 'limit' && random() < 0.4;
  // from numbers of its own, so that what a seed means for the plays themselves stays the same
  const workflows = workflowsOf(randomOf(seed + 1_000_000), { ids, there: scenario.drifted }, faultOf);
  const tried = ids.filter((id) => (workflows.definitions[id]?.shape ?? null) !== null);
  const trials = trialsOf(randomOf(seed + 2_000_000), seed, tried, faultOf);
  const isByName = byName && !deletes;
  const policyOfAll: Scenario['policy'] = deletes ? 'sync' : isByName ? 'create-only' : policy;
  const isFree = !trials.isAlone && !isByName && (deletes || !scenario.ownerNone);
  const removal = removalOf(randomOf(seed + 3_000_000), policyOfAll, isFree);
  const ownerNone = isByName || (scenario.ownerNone && !deletes);
  const there = scenario.drifted;
  const mayProtect = (id: string): boolean => workflows.definitions[id]?.enabled !== false;
  const team = teamOf(randomOf(seed + 4_000_000), { policy: policyOfAll, ownerNone, ids, there, mayProtect });
  const mayCancel = trials.cancel === null;
  const folders = foldersOf(randomOf(seed + 5_000_000), { ids, there, mayCancel }, faultOf);
  const strike = (fault: Fault): Fault =>
    fault.method === 'DELETE' && removal.onRemoval !== 'delete' ? { ...fault, method: 'PUT' } : fault;
  return {
    ...scenario,
    removal,
    policy: policyOfAll,
    ownerNone,
    // each needs plays that it can strike
    ...(deletes ? { orphans: ['gone-1', 'gone-2'] } : {}),
    spelling,
    workflows,
    trials,
    team,
    folders,
    ...(trials.isAlone ? { refusal: null } : {}),
    // those of workflows first, and alone where there are several: what strikes the plays ends a run before them
    faults: trials.isAlone
      ? trials.faults
      : [
          ...folders.faults,
          ...trials.faults,
          ...workflows.faults,
          ...(workflows.faults.length > 1 ? [] : oddities.length === 0 ? scenario.faults : faults),
        ].map(strike),
  };
}
