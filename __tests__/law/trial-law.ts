import type { ChildProcess } from 'node:child_process';
import { batchAt, hasEnded } from '../../sandbox/batches.ts';
import type { StartedBatch } from '../../sandbox/batches.ts';
import type { Play } from '../../sandbox/entities.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { RecordedRequest } from '../../sandbox/requests.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { ActionRun } from '../../dev/runner.ts';
import { linesOf, wanted } from './graphs.ts';
import type { IdOf, Photo } from './photo.ts';
import type { Scenario } from './scenario.ts';
import { startPath } from './trial-scenario.ts';
import { deployPath } from './workflow-scenario.ts';

/** What a definition says of its trial. */
export function trialField(id: string, { definitions, timeout }: Scenario['trials']): object {
  const trial = definitions[id];
  return trial === undefined ? {} : { trial: { ...trial, timeout } };
}

/** One run under watch. */
interface WatchedRun {
  readonly run: ActionRun;
  /** The workspace before it. */
  readonly start: Photo;
  /** When its process ended, in the sandbox's time. */
  readonly endedAt: number;
}

/** Watches the trials of two runs. */
export interface TrialWatch {
  /** The process of the run that goes on. */
  readonly onStart: (child: ChildProcess) => void;
  /** Judges the run that ended just now; the next one begins after it. */
  readonly judge: (name: string, ended: WatchedRun) => string[];
  /** What went wrong inside the batches does so no more. */
  readonly mend: () => void;
}

/**
 * Lets a seed's batches go wrong, cancels its first run where it says so, and gathers what is needed to judge trials.
 * @param idOf the id of the definition that a play is of; null for none
 */
export function watchTrials(server: Sandbox, scenario: Scenario, idOf: IdOf): TrialWatch {
  const { store, faults, requests } = server;
  const { trials } = scenario;
  const calm = { nodeFailures: [], batchError: null, batchMs: { start: 2, run: 1, cancel: 2 } };
  Object.assign(store.settings, trials.service);
  const struck = new Map<string, Fault[]>();
  let child: ChildProcess | null = null;
  let asked = 0;
  let isCancelled = false;
  const { take } = faults;
  faults.take = (method, path) => {
    const fault = take(method, path);
    if (fault !== null && /batches/.test(path)) struck.set(path, [...(struck.get(path) ?? []), fault]);
    if (method !== 'POST' || !startPath.test(path)) return fault;
    asked += 1;
    if (trials.cancel !== null && asked === trials.cancel.batch && !isCancelled) {
      const target = child;
      setTimeout(() => {
        isCancelled = target?.exitCode === null && target.kill('SIGINT');
      }, trials.cancel.afterMs);
    }
    return fault;
  };
  let from = 0;
  let known = new Set<string>();
  return {
    onStart: (started) => {
      child = started;
    },
    mend: () => {
      // by now, what did not come to be cancelled never is
      isCancelled = true;
      Object.assign(store.settings, calm);
    },
    judge(name, ended) {
      const begun = {
        requests: requests.slice(from),
        batches: [...store.batches.values()].filter(({ uuid }) => !known.has(uuid)),
      };
      from = requests.length;
      known = new Set(store.batches.keys());
      const isLied = [...struck].some(([path, each]) => startPath.test(path) && each.some(lies));
      const all = [...struck.values()].flat();
      const view: View = {
        ...begun,
        name,
        ...ended,
        // the requests' clock begins elsewhere
        since: store.time() - performance.now(),
        isLied,
        isStruck: all.length > 0 || scenario.refusal !== null,
      };
      return [...store.plays.values()].flatMap((play) => {
        const id = idOf(play);
        return id === null ? [] : judgePlay(id, play, scenario, view);
      });
    },
  };
}

/** What was done in one run, and under what. */
interface View extends WatchedRun {
  readonly name: string;
  readonly requests: readonly RecordedRequest[];
  readonly batches: readonly StartedBatch[];
  /** From the time of requests to the sandbox's own, in milliseconds. */
  readonly since: number;
  /** Whether the service did what it said it had refused. */
  readonly isLied: boolean;
  readonly isStruck: boolean;
}

/** Whether a fault does what its answer says was refused: nobody can know of that. */
function lies({ act, when, lateMs }: Fault): boolean {
  return (
    act.kind === 'status' &&
    (when === 'after' || lateMs !== undefined) &&
    act.status < 500 &&
    act.status !== 408
  );
}

function of(body: unknown, workflowUuid: string): boolean {
  return (body as { readonly workflowUuid?: unknown } | undefined)?.workflowUuid === workflowUuid;
}

function nodesOf({ body }: RecordedRequest): string {
  return JSON.stringify(linesOf((body as { readonly nodes: readonly unknown[] }).nodes));
}

function judgePlay(id: string, { workflowUuid }: Play, scenario: Scenario, view: View): string[] {
  const broken: string[] = [];
  const { name, endedAt, run, start } = view;
  const trial = scenario.trials.definitions[id];
  const shape = scenario.workflows.definitions[id]?.shape ?? null;
  const posts = view.requests.filter(({ method, body }) => method === 'POST' && of(body, workflowUuid));
  const starts = posts.filter(({ path }) => startPath.test(path));
  const batches = view.batches.filter((batch) => batch.workflowUuid === workflowUuid);
  if (trial === undefined && starts.length > 0)
    broken.push(`the ${name} run tried ${id}, which has no trial`);
  const refused = starts.filter(({ status }) => status === 429).length;
  if (starts.length - refused > 1)
    broken.push(`the ${name} run asked for the trial of ${id} ${String(starts.length - refused)} times`);
  if (batches.length > 1 && !view.isLied)
    broken.push(`the ${name} run started ${String(batches.length)} trials of ${id}`);
  const before = start.deployed.get(workflowUuid);
  if (starts.length > 0 && shape !== null && before !== undefined) {
    if (JSON.stringify(linesOf(before.nodes)) === JSON.stringify(wanted(id, shape)))
      broken.push(`the ${name} run tried ${id}, of which the graph is live already`);
  }
  for (const deploy of posts.filter(({ path }) => deployPath.test(path))) {
    if (trial === undefined) break;
    // a millisecond may be lost in rounding
    const at = deploy.at + view.since + 1;
    const isGood = batches.some((batch) => {
      const { status, failedRunsCount } = batchAt(batch, at);
      return status === 'success' && failedRunsCount <= trial.maxFailures;
    });
    if (!isGood || !starts.some((each) => nodesOf(each) === nodesOf(deploy)))
      broken.push(`the ${name} run deployed ${id} without a trial that was good`);
  }
  for (const batch of batches) {
    if (hasEnded(batch, endedAt) || batch.cancelledAt !== null) continue;
    const isTold = run.stdout.includes(`The trial of "${id}" may still be running`);
    const isTried = view.requests.some(({ path }) => path.endsWith(`${batch.uuid}/cancel`));
    if (!isTold && !view.isLied) broken.push(`the ${name} run left a trial of ${id} running without a word`);
    if (!isTried && !view.isStruck) broken.push(`the ${name} run left a trial of ${id} running`);
  }
  return broken;
}
