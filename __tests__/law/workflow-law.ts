import type { ActionRun } from '../../dev/runner.ts';
import type { Play, Release } from '../../sandbox/entities.ts';
import type { Fault, Faults } from '../../sandbox/faults.ts';
import type { Store } from '../../sandbox/store.ts';
import { byHand, linesOf, shortForm, wanted } from './graphs.ts';
import type { Scenario } from './scenario.ts';
import { deployPath } from './workflow-scenario.ts';
import type { LiveWorkflow, WorkflowsScenario } from './workflow-scenario.ts';

/** What a definition says beside its play. */
export function workflowFields(id: string, { definitions }: WorkflowsScenario): object {
  const { shape = null, enabled = null } = definitions[id] ?? {};
  return {
    ...(shape === null ? {} : { workflow: { nodes: shortForm(id, shape) } }),
    ...(enabled === null ? {} : { enabled }),
  };
}

const draftName = 'A draft of somebody else';

/** Somebody builds a draft in the web page and doesn't deploy it. */
export function draftByHand(store: Store, { workflowUuid }: Play): void {
  store.saveDraft(workflowUuid, { nodes: byHand(draftName) });
}

/** Somebody builds a workflow in the web page. */
export function buildByHand(store: Store, play: Play, live: LiveWorkflow | undefined): void {
  if (live?.hasOther === true) store.publish(play.workflowUuid, { nodes: byHand('Another graph') });
  if (live?.isEnabled === true) store.editPlay(play.uuid, { isEnabled: true });
  if (live?.hasDraft === true) draftByHand(store, play);
}

/** The workspace at one moment. */
export interface Photo {
  readonly plays: readonly Play[];
  readonly drafts: ReadonlyMap<string, Release>;
  readonly deployed: ReadonlyMap<string, Release>;
  readonly history: ReadonlyMap<string, readonly Release[]>;
}

/** Keeps the workspace as it is now. */
export function photoOf(store: Store): Photo {
  const { drafts, deployed, history } = store;
  return structuredClone({ plays: store.livePlays(), drafts, deployed, history });
}

/** Gathers the faults that strike deploys so that their answers are lost. */
export function watchDeploys(faults: Faults): ReadonlySet<Fault> {
  const struck = new Set<Fault>();
  const { take } = faults;
  faults.take = (method, path) => {
    const fault = take(method, path);
    if (fault !== null && deployPath.test(path) && !['slow', 'drip'].includes(fault.act.kind))
      struck.add(fault);
    return fault;
  };
  return struck;
}

interface Seen {
  /** Before the first run, after it, before the second and after it. */
  readonly photos: readonly Photo[];
  readonly runs: readonly ActionRun[];
  /** Whether answers to deploys were lost. */
  readonly lostDeploys: boolean;
  readonly isOf: (id: string, play: Play) => boolean;
  readonly isOurs: (play: Play) => boolean;
}

interface WorkflowVerdict {
  readonly broken: readonly string[];
  /** Whether the second run must refuse, because somebody's draft would be lost. */
  readonly isRefused: boolean;
}

/** Judges what became of the workflows. */
export function judgeWorkflows(scenario: Scenario, seen: Seen): WorkflowVerdict {
  const [before, after, again, end] = seen.photos;
  const [first, second] = seen.runs;
  if (!before || !after || !again || !end || !first || !second)
    return { broken: ['there were not two runs'], isRefused: false };
  const isRefused = refuses(scenario, seen, again);
  const broken = [
    ...judgeRun('first', scenario, seen, { run: first, start: before, after }),
    ...judgeRun('second', scenario, seen, { run: second, start: again, after: end }),
    ...(seen.lostDeploys ? [] : twice(end, seen.isOurs)),
  ];
  if (isRefused && second.code === 0) broken.push('the second run is green and should refuse for a draft');
  if (isRefused && !second.stdout.includes('undeployed changes'))
    broken.push('the second run does not tell of the draft');
  return { broken, isRefused };
}

/**
 * Whether what is there stays as it is: `create-only` changes no play but one that it made itself and that nothing
 * is deployed for yet. With an owner, the line tells such a one; without, only a play that is otherwise as its
 * definition says is taken for one.
 */
function isLeft(
  { policy, ownerNone, drifted, spelling }: Scenario,
  id: string,
  photo: Photo,
  play?: Play,
): boolean {
  if (policy !== 'create-only' || play === undefined) return false;
  // a name's Unicode form is no difference
  const isOtherwise = drifted.includes(id) || !['as-sent', 'unicode'].includes(spelling);
  return (ownerNone && isOtherwise) || photo.deployed.has(play.workflowUuid);
}

/** Whether a list of workflows may leave out what is deployed, so that `create-only` can't know what it has begun. */
function listsLie({ policy, workflows }: Scenario): boolean {
  return policy === 'create-only' && workflows.faults.some(({ act }) => act.kind === 'alter');
}

/** What is deployed of a play, in lines; null where nothing is. */
function deployedOf({ deployed }: Photo, { workflowUuid }: Play): string[] | null {
  const release = deployed.get(workflowUuid);
  return release === undefined ? null : linesOf(release.nodes);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function isDrafted({ drafts }: Photo, { workflowUuid }: Play): boolean {
  return JSON.stringify(drafts.get(workflowUuid)?.nodes ?? []).includes(draftName);
}

/** Whether a run must refuse to go on: a graph is to be deployed over somebody's draft. */
function refuses(scenario: Scenario, { isOf }: Seen, start: Photo): boolean {
  if (scenario.workflows.discardDrafts) return false;
  return scenario.ids.some((id) => {
    const shape = scenario.workflows.definitions[id]?.shape ?? null;
    if (shape === null) return false;
    return start.plays.some((play) => {
      if (!isOf(id, play) || !isDrafted(start, play)) return false;
      if (isLeft(scenario, id, start, play)) return false;
      return !same(deployedOf(start, play), wanted(id, shape));
    });
  });
}

interface OneRun {
  readonly run: ActionRun;
  readonly start: Photo;
  readonly after: Photo;
}

function judgeRun(name: string, scenario: Scenario, seen: Seen, one: OneRun): string[] {
  const { run, start, after } = one;
  const broken: string[] = [];
  const { definitions, discardDrafts } = scenario.workflows;
  if (refuses(scenario, seen, start) && !(name === 'first' && listsLie(scenario))) {
    if (run.code === 0) broken.push(`the ${name} run is green, and a draft was in its way`);
    if (!same(textOf(start), textOf(after))) broken.push(`the ${name} run wrote, and a draft was in its way`);
  }
  for (const play of start.plays) {
    const { workflowUuid, uuid } = play;
    if (!seen.isOurs(play)) {
      const now = after.plays.find((each) => each.uuid === uuid);
      if (
        !same(now, play) ||
        !same(after.drafts.get(workflowUuid), start.drafts.get(workflowUuid)) ||
        !same(after.history.get(workflowUuid), start.history.get(workflowUuid))
      )
        broken.push(`the ${name} run touched ${play.name} (${uuid}), which is not ours`);
    }
    const isThere = after.plays.some((each) => each.uuid === uuid);
    if (isThere && !discardDrafts && isDrafted(start, play) && !isDrafted(after, play))
      broken.push(`the ${name} run lost a draft of ${play.name}`);
  }
  const told = JSON.parse(run.outputs['deployed'] ?? '[]') as string[];
  for (const id of scenario.ids) {
    const { shape, enabled } = definitions[id] ?? { shape: null, enabled: null };
    const plays = after.plays.filter((play) => seen.isOf(id, play));
    for (const play of plays) {
      const was = start.plays.find(({ uuid }) => uuid === play.uuid);
      const isLeftAlone = isLeft(scenario, id, start, was);
      const now = deployedOf(after, play);
      const isOurs = shape !== null && same(now, wanted(id, shape));
      const earlier = was === undefined ? null : deployedOf(start, was);
      // whatever is deployed was so before, or is what the definition says
      if (!isOurs && !same(now, earlier))
        broken.push(`after the ${name} run ${id} does ${JSON.stringify(now)}, which nobody said`);
      if ((shape === null || isLeftAlone) && !same(now, earlier))
        broken.push(`the ${name} run deployed ${id}, which it should leave alone`);
      if (told.includes(play.uuid) && !isOurs)
        broken.push(`the ${name} run told of ${id} as deployed, and it is not`);
      const wasOn = was?.isEnabled ?? false;
      if (play.isEnabled !== wasOn && (play.isEnabled !== enabled || isLeftAlone))
        broken.push(`the ${name} run turned ${id} ${play.isEnabled ? 'on' : 'off'}`);
      if (play.isEnabled && now === null) broken.push(`${id} is on and does nothing`);
      if (run.code !== 0 || isLeftAlone || plays.length > 1) continue;
      if (name === 'first' && was !== undefined && listsLie(scenario)) continue;
      if (shape !== null && !isOurs)
        broken.push(`the ${name} run is green and ${id} does ${JSON.stringify(now)}`);
      if (enabled !== null && play.isEnabled !== enabled)
        broken.push(`the ${name} run is green and ${id} is ${play.isEnabled ? 'on' : 'off'}`);
    }
  }
  return broken;
}

function textOf({ plays, drafts, history }: Photo): unknown {
  return [plays, [...drafts], [...history]];
}

/** Plays of ours of which one graph was deployed twice in a row. */
function twice({ plays, history }: Photo, isOurs: Seen['isOurs']): string[] {
  return plays.filter(isOurs).flatMap(({ name, workflowUuid }) => {
    const graphs = (history.get(workflowUuid) ?? []).map(({ nodes }) => linesOf(nodes));
    return graphs.some((graph, index) => same(graph, graphs[index + 1]))
      ? [`${name} had one graph deployed twice in a row`]
      : [];
  });
}
