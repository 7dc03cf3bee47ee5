import type { ActionRun } from '../../dev/runner.ts';
import type { Play } from '../../sandbox/entities.ts';
import type { Fault, Faults } from '../../sandbox/faults.ts';
import type { Store } from '../../sandbox/store.ts';
import { byHand, linesOf, shortForm, wanted } from './graphs.ts';
import { leftOf } from './left.ts';
import { isSamePhoto } from './photo.ts';
import type { IdOf, OneRun, Photo } from './photo.ts';
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
  readonly idOf: IdOf;
  readonly isOurs: (play: Play) => boolean;
  /** Whether folders may have stopped the second run before it looks at drafts. */
  readonly isStopped: boolean;
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
    ...judgeRun(scenario, seen, { name: 'first', run: first, start: before, after }),
    ...judgeRun(scenario, seen, { name: 'second', run: second, start: again, after: end }),
    ...(seen.lostDeploys ? [] : twice(end, seen.isOurs)),
  ];
  if (isRefused && second.code === 0) broken.push('the second run is green and should refuse for a draft');
  if (isRefused && !seen.isStopped && !second.stdout.includes('undeployed changes'))
    broken.push('the second run does not tell of the draft');
  return { broken, isRefused };
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
function refuses(scenario: Scenario, { idOf }: Seen, start: Photo): boolean {
  if (scenario.workflows.discardDrafts) return false;
  return scenario.ids.some((id) => {
    const shape = scenario.workflows.definitions[id]?.shape ?? null;
    if (shape === null) return false;
    return start.plays.some((play) => {
      if (idOf(play) !== id || !isDrafted(start, play)) return false;
      if (leftOf(scenario, id, start, play).workflow) return false;
      return !same(deployedOf(start, play), wanted(id, shape));
    });
  });
}

function judgeRun(scenario: Scenario, seen: Seen, one: OneRun): string[] {
  const { name, run, start, after } = one;
  const broken: string[] = [];
  const { definitions, discardDrafts } = scenario.workflows;
  if (refuses(scenario, seen, start) && !(name === 'first' && listsLie(scenario))) {
    if (run.code === 0) broken.push(`the ${name} run is green, and a draft was in its way`);
    if (!isSamePhoto(start, after)) broken.push(`the ${name} run wrote, and a draft was in its way`);
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
    const plays = after.plays.filter((play) => seen.idOf(play) === id);
    for (const play of plays) {
      const was = start.plays.find(({ uuid }) => uuid === play.uuid);
      const left = leftOf(scenario, id, start, was);
      const now = deployedOf(after, play);
      const isOurs = shape !== null && same(now, wanted(id, shape));
      const earlier = was === undefined ? null : deployedOf(start, was);
      // whatever is deployed was so before, or is what the definition says
      if (!isOurs && !same(now, earlier))
        broken.push(`after the ${name} run ${id} does ${JSON.stringify(now)}, which nobody said`);
      if ((shape === null || left.workflow) && !same(now, earlier))
        broken.push(`the ${name} run deployed ${id}, which it should leave alone`);
      if (told.includes(play.uuid) && !isOurs)
        broken.push(`the ${name} run told of ${id} as deployed, and it is not`);
      const wasOn = was?.isEnabled ?? false;
      if (play.isEnabled !== wasOn && (play.isEnabled !== enabled || left.enabled))
        broken.push(`the ${name} run turned ${id} ${play.isEnabled ? 'on' : 'off'}`);
      if (play.isEnabled && now === null) broken.push(`${id} is on and does nothing`);
      if (run.code !== 0 || plays.length > 1) continue;
      if (name === 'first' && was !== undefined && listsLie(scenario)) continue;
      if (shape !== null && !left.workflow && !isOurs)
        broken.push(`the ${name} run is green and ${id} does ${JSON.stringify(now)}`);
      if (enabled !== null && !left.enabled && play.isEnabled !== enabled)
        broken.push(`the ${name} run is green and ${id} is ${play.isEnabled ? 'on' : 'off'}`);
    }
  }
  return broken;
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
