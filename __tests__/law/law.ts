import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAction } from '../../dev/runner.ts';
import type { ActionRun } from '../../dev/runner.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { runHere } from '../support/here.ts';
import { definitionOf, spellings } from './definitions.ts';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';
import { doublePaths, judgeDoublePaths, judgeFolders, judgeRepeats, watchFolders } from './folder-law.ts';
import { isSamePhoto, photoOf } from './photo.ts';
import type { OneRun } from './photo.ts';
import { doublesOf, judgeAgain, judgePlan, judgePlays } from './plays-law.ts';
import { judgeRemovals } from './removal-law.ts';
import { scenarioOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { fastClock } from './speed.ts';
import { setStage } from './stage.ts';
import { judgeFields } from './team-law.ts';
import { watchTrials } from './trial-law.ts';
import { draftByHand, judgeWorkflows, watchDeploys } from './workflow-law.ts';

/** What a seed's runs came to. */
export interface Verdict {
  readonly scenario: Scenario;
  /** Which parts of the law were broken, as sentences; empty where it held. */
  readonly broken: readonly string[];
  /** Definitions with more than one play, and paths with more than one folder, at the end: told, or the law is broken. */
  readonly doubles: number;
  readonly runs: readonly ActionRun[];
}

/** The inputs of a seed's runs. */
function inputsOf(scenario: Scenario): Record<string, string> {
  const { team, folders, workflows, removal, parallelism, retries } = scenario;
  return {
    policy: scenario.policy,
    'on-removal': removal.onRemoval,
    owner: scenario.ownerNone ? 'none' : '',
    parallelism: String(parallelism),
    retries: String(retries),
    'discard-drafts': String(workflows.discardDrafts),
    adopt: String(team.adopt),
    'formerly-owner': team.formerOwner ?? '',
    'create-folders': String(folders.mayCreate),
  };
}

/**
 * Runs the product twice over a seed's scenario, first with its faults and then without, then plans, and judges what
 * the runs did and told; the modules named after laws say what must hold.
 */
export async function judgeSeed(seed: number, entry: string): Promise<Verdict> {
  const scenario = scenarioOf(seed);
  const server = await startSandbox();
  const { store } = server;
  const door = await openDoor(Number(new URL(server.url).port));
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-law-'));
  const runs: ActionRun[] = [];
  try {
    mkdirSync(join(folder, 'plays'));
    for (const id of scenario.ids)
      writeFileSync(join(folder, 'plays', `${id}.yml`), definitionOf(id, scenario));
    const { idOf, isOurs, orphans, guarded, theirs } = setStage(server, scenario);
    const trials = watchTrials(server, scenario, idOf);
    const folders = watchFolders(server, scenario);
    const inputs = inputsOf(scenario);
    const run = (timeout: number): Promise<ActionRun> =>
      runAction({
        workspace: folder,
        entry,
        onStart: (child) => {
          trials.onStart(child);
          folders.onStart(child);
        },
        inputs: {
          ...inputs,
          'api-token': server.token,
          'base-url': `http://127.0.0.1:${String(door.port)}/v1`,
          timeout: String(timeout),
        },
      });
    const before = photoOf(store, idOf);
    arm(server, door, scenario);
    const struck = watchDeploys(server.faults);
    const first = await run(1);
    runs.push(first);
    let endedAt = store.time();
    // what the service was still at work on comes to its end
    const latest = Math.max(
      0,
      ...scenario.faults.map(({ lateMs = 0, hideMs = 0 }) => Math.max(lateMs, hideMs)),
    );
    await sleep(latest + 50);
    const tried = trials.judge('first', { run: first, start: before, endedAt });
    disarm(server, scenario);
    trials.mend();
    folders.mend();
    const between = photoOf(store, idOf);
    for (const play of store.livePlays())
      if (scenario.workflows.draftedBetween.includes(idOf(play) ?? '')) draftByHand(store, play);
    const again = photoOf(store, idOf);
    // without faults nothing hangs, and a busy machine is no fault
    const second = await run(60);
    runs.push(second);
    endedAt = store.time();
    tried.push(...trials.judge('second', { run: second, start: again, endedAt }));
    const end = photoOf(store, idOf);
    const plan = await runHere(server, folder, { ...inputs, mode: 'plan' }, { clock: fastClock });
    runs.push(plan);

    const ones: readonly OneRun[] = [
      { name: 'first', run: first, start: before, after: between },
      { name: 'second', run: second, start: again, after: end },
    ];
    const isLoud = scenario.folders.isLoud && end.folders.size > before.folders.size;
    const doubled = doublePaths(end);
    const workflows = judgeWorkflows(scenario, {
      photos: [before, between, again, end],
      runs: [first, second],
      // what is refused at the door may have been on its way
      lostDeploys: struck.size > 0 || scenario.refusal !== null,
      idOf,
      isOurs,
      isStopped: isLoud || doubled.length > 0,
    });
    const isUndisturbed = isSamePhoto(between, again);
    const isRefused = workflows.isRefused || scenario.removal.isRefused;
    const moments = ones.map((one) => ({
      name: `the ${one.name} run`,
      code: one.run.code ?? 1,
      plays: one.after.plays,
    }));
    const doubles = doublesOf(scenario, idOf, end).length + doubled.length;
    const broken = [
      ...judgePlays(scenario, {
        runs: [first, second],
        ...{ between, end, idOf, theirs },
        mayFail: isRefused || isLoud || doubled.length > 0,
      }),
      ...ones.flatMap((one) => [...judgeFields(scenario, idOf, one), ...judgeFolders(scenario, idOf, one)]),
      ...ones.slice(1).flatMap((one) => judgeDoublePaths(scenario, idOf, one, folders.struck)),
      ...judgeRepeats(server, folders),
      ...workflows.broken,
      ...tried,
      ...judgeRemovals(scenario.removal, scenario.policy, orphans, guarded, moments),
      ...(doubles > 0 || isLoud ? [] : judgePlan(scenario, second, plan)),
      ...(isLoud || !isUndisturbed ? [] : ones.slice(1).flatMap((one) => judgeAgain(scenario, first, one))),
    ];
    return { scenario, broken, doubles, runs };
  } finally {
    door.close();
    await server.close();
    for (const { temp } of runs) rmSync(temp, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function arm(server: Sandbox, door: Door, { faults, refusal, spelling }: Scenario): void {
  const { addPlay } = server.store;
  server.store.addPlay = (play) => addPlay(spellings[spelling](play));
  for (const fault of faults) server.faults.add(fault);
  if (refusal === null) return;
  const { take } = server.faults;
  let writes = 0;
  server.faults.take = (method, path) => {
    if (method !== 'GET') {
      if (writes === refusal.write) door.shut(refusal.forMs);
      writes += 1;
    }
    return take(method, path);
  };
}

function disarm(server: Sandbox, { refusal }: Scenario): void {
  server.faults.clear();
  if (refusal !== null) server.faults.take = () => null;
}
