import type { ActionRun } from '../../dev/runner.ts';
import type { Play } from '../../sandbox/entities.ts';
import { isSamePhoto } from './photo.ts';
import type { IdOf, OneRun, Photo } from './photo.ts';
import type { Scenario } from './scenario.ts';

interface PlayOutput {
  readonly action: string;
  readonly status: string;
  readonly uuid: string | null;
}

/** What a run told of each play, by id. */
export function playsOf(run: ActionRun): Record<string, PlayOutput> {
  return JSON.parse(run.outputs['plays'] ?? '{}') as Record<string, PlayOutput>;
}

/** Definitions with more than one play. */
export function doublesOf({ ids }: Scenario, idOf: IdOf, { plays }: Photo): string[] {
  return ids.filter((id) => plays.filter((play) => idOf(play) === id).length > 1);
}

/** Both runs, and what was there between them and at the end. */
interface Seen {
  readonly runs: readonly ActionRun[];
  readonly between: Photo;
  readonly end: Photo;
  readonly idOf: IdOf;
  /** Plays that are not ours. */
  readonly theirs: readonly Play[];
  /** Whether the second run may fail without any double. */
  readonly mayFail: boolean;
}

/**
 * Judges the plays after both runs: each definition has one, a double is told with its uuids, nobody else's is touched,
 * every uuid of ours is told, and the exit codes say the truth.
 */
export function judgePlays(
  scenario: Scenario,
  { runs, between, end, idOf, theirs, mayFail }: Seen,
): string[] {
  const broken: string[] = [];
  const [first, second] = runs;
  if (runs.some(({ stdout }) => !stdout.includes('::group::'))) return ['a run did not begin'];
  if (first === undefined || second === undefined) return ['there were not two runs'];
  const said = runs
    .map(({ stdout, summary, outputs }) => stdout + summary + Object.values(outputs).join('\n'))
    .join('\n');

  let doubles = 0;
  for (const id of scenario.ids) {
    const live = end.plays.filter((play) => idOf(play) === id);
    if (live.length === 0 && second.code === 0) broken.push(`${id} has no play, and the second run is green`);
    if (live.length > 1) {
      doubles += 1;
      const told = runs.some(
        ({ code, stdout }) => code !== 0 && live.every(({ uuid }) => stdout.includes(uuid)),
      );
      if (!told) broken.push(`${id} has ${String(live.length)} plays, and no failed run names them`);
    }
    for (const { uuid } of live) if (!said.includes(uuid)) broken.push(`nobody was told of ${uuid} (${id})`);
  }
  // what lands or shows after the client has looked for it can't be known of; nor can a create that was made although
  // the answer is 429, which says that it was refused
  const unavoidable = scenario.faults.some(
    ({ lateMs, hideMs, when, method = 'POST', act }) =>
      lateMs !== undefined ||
      hideMs !== undefined ||
      (method === 'POST' && when === 'after' && act.kind === 'status' && act.status === 429),
  );
  if (doubles > 0 && !unavoidable) broken.push('there is a double that could have been avoided');
  for (const play of theirs) {
    const now = end.plays.find(({ uuid }) => uuid === play.uuid);
    if (JSON.stringify(now) !== JSON.stringify(play))
      broken.push(`${play.name}, which is not ours, was touched`);
  }

  for (const [index, run] of runs.entries()) {
    const name = index === 0 ? 'the first run' : 'the second run';
    if (run.code !== 0 && run.code !== 1)
      broken.push(`${name} ended with ${String(run.code)}: ${run.stderr}`);
    const statuses = Object.values(playsOf(run)).map(({ status }) => status);
    const bad = statuses.filter((status) => ['failed', 'refused', 'not-attempted'].includes(status)).length;
    if (run.code === 0 && bad > 0)
      broken.push(`${name} is green with ${String(bad)} plays that are not as asked`);
    if (run.code === 0 && statuses.length === 0) broken.push(`${name} is green and tells of no play`);
  }
  // without faults and doubles, a run does all that is asked
  if (doubles === 0 && second.code !== 0 && !mayFail) broken.push('the second run failed without any double');
  if (doubles > 0 && second.code === 0) broken.push('the second run is green in spite of a double');
  // what the first run said it made was there
  for (const [id, { status, uuid }] of Object.entries(playsOf(first))) {
    if (
      status === 'applied' &&
      scenario.ids.includes(id) &&
      !between.plays.some((play) => play.uuid === uuid)
    )
      broken.push(`the first run told of ${id} as made, and it is not there`);
  }
  for (const uuid of JSON.parse(first.outputs['deleted'] ?? '[]') as string[]) {
    if (between.plays.some((play) => play.uuid === uuid))
      broken.push(`the first run told of ${uuid} as deleted, and it is there`);
  }
  // what no run would update is not told
  const made = Object.entries(playsOf(second)).some(
    ([id, { action, status }]) =>
      action === 'create' &&
      status === 'applied' &&
      scenario.team.definitions[id]?.ignore.includes('limit') === false,
  );
  if (scenario.spelling === 'limit' && made && !second.stdout.includes('Cargo stores this as 9'))
    broken.push('the second run does not tell that a limit was kept otherwise');
  if (first.code === 0) {
    for (const id of scenario.ids)
      if (!between.plays.some((play) => idOf(play) === id))
        broken.push(`the first run is green without ${id}`);
  }
  return broken;
}

/** Whether the service keeps what is made otherwise than it was sent, so that an update has to follow. */
function isUnsteady({ policy, spelling }: Scenario): boolean {
  return policy !== 'create-only' && !['as-sent', 'unicode'].includes(spelling);
}

/** Judges a second run right after a first one that did all: it changes nothing. */
export function judgeAgain(scenario: Scenario, first: ActionRun, { start, after }: OneRun): string[] {
  // what the list of workflows hid from the first run is left to the second
  const isHidden = scenario.workflows.faults.some(({ act }) => act.kind === 'alter');
  if (first.code !== 0 || isHidden || isUnsteady(scenario) || isSamePhoto(start, after)) return [];
  return ['the second run changed something, and the first one was green'];
}

/** Judges a plan right after a second run that did all: it has nothing to do. */
export function judgePlan(scenario: Scenario, second: ActionRun, plan: ActionRun): string[] {
  if (second.code !== 0) return [];
  const made = Object.values(playsOf(second)).some(({ action }) => action === 'create');
  if (made && isUnsteady(scenario)) return [];
  const changes = Object.entries(playsOf(plan)).filter(([, { action }]) => action !== 'none');
  const what = changes.map(([id, { action }]) => `${action} ${id}`).join(', ');
  if (changes.length > 0) return [`a plan after the second run has something to do: ${what}`];
  return plan.code === 0 && plan.outputs['changed'] === 'false' ? [] : ['a plan after the second run failed'];
}
