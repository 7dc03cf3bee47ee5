import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { runAction } from '../../dev/runner.ts';
import type { ActionRun } from '../../dev/runner.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { scenarioOf } from './scenario.ts';
import type { Scenario, Spelling } from './scenario.ts';
import { trialField, watchTrials } from './trial-law.ts';
import {
  buildByHand,
  draftByHand,
  judgeWorkflows,
  photoOf,
  watchDeploys,
  workflowFields,
} from './workflow-law.ts';

const modelUuid = demoUuids.models.accounts;

/** Bundles the product with the fast clock, once for many runs; the caller removes the folder. */
export async function buildEntry(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-law-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'entry.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    // started hundreds of times: what a run doesn't use it doesn't load
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'silent',
    // some of what is bundled is CommonJS
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  return join(folder, 'entry.mjs');
}

/** A door before the sandbox that can be shut: connections are refused as by a server that is not there. */
interface Door {
  readonly port: number;
  readonly shut: (forMs: number) => void;
  readonly close: () => void;
}

async function openDoor(target: number): Promise<Door> {
  const sockets = new Set<Socket>();
  let server: Server;
  let closed = false;
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server = createServer((inner) => {
        const outer = connect(target, '127.0.0.1');
        for (const [one, other] of [
          [inner, outer],
          [outer, inner],
        ] as const) {
          sockets.add(one);
          one.pipe(other);
          one.on('error', () => other.destroy());
          one.on('close', () => {
            sockets.delete(one);
            other.destroy();
          });
        }
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
  const port = await listen(0);
  const end = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    shut(forMs) {
      end();
      setTimeout(() => {
        if (!closed) listen(port).catch(() => undefined);
      }, forMs).unref();
    },
    close() {
      closed = true;
      end();
    },
  };
}

/** A definition's name: with blanks, an accent and both cases, so that it can be kept otherwise. */
const nameOf = (id: string): string => `Náme of ${id}`;

/** A name without what a service may change in it. */
const bare = (name: string): string => name.normalize('NFC').replace(/\s+/g, '').toLowerCase();

const spellings: Readonly<Record<Spelling, (play: NewPlay) => NewPlay>> = {
  'as-sent': (play) => play,
  blanks: (play) => ({ ...play, name: (play.name ?? '').replaceAll(' ', '  ') }),
  unicode: (play) => ({ ...play, name: (play.name ?? '').normalize('NFD') }),
  case: (play) => ({ ...play, name: (play.name ?? '').toUpperCase() }),
  limit: (play) => ({ ...play, limit: Math.min(9, play.limit ?? 9) }),
};

type NewPlay = Parameters<Sandbox['store']['addPlay']>[0];

const line = (id: string): string => `Managed as code by acme/revenue#${id}`;

function definitionOf(id: string, index: number, { ids, workflows, trials }: Scenario): string {
  const schedule = id.endsWith('-after') ? { schedule: { type: 'dependency', play: ids[index - 1] } } : {};
  const fields = {
    name: nameOf(id),
    modelUuid,
    changeKinds: ['added'],
    runCreationRule: 'once',
    limit: 10,
    ...schedule,
    ...workflowFields(id, workflows),
    ...trialField(id, trials),
  };
  return JSON.stringify(fields);
}

/** What a seed's two runs came to. */
export interface Verdict {
  readonly scenario: Scenario;
  /** Which parts of the law were broken, as sentences; empty where it held. */
  readonly broken: readonly string[];
  /** Definitions with more than one play at the end: told, or else the law is broken. */
  readonly doubles: number;
  readonly runs: readonly ActionRun[];
}

/**
 * Runs the product twice over a seed's scenario, first with its faults and then without, and judges: each
 * definition has one play, a double is told with its uuids, nobody else's play is touched, every uuid of ours
 * is told, and the exit codes say the truth.
 */
export async function judgeSeed(seed: number, entry: string): Promise<Verdict> {
  const scenario = scenarioOf(seed);
  const server = await startSandbox();
  const door = await openDoor(Number(new URL(server.url).port));
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-law-'));
  const runs: ActionRun[] = [];
  try {
    mkdirSync(join(folder, 'plays'));
    scenario.ids.forEach((id, index) => {
      writeFileSync(join(folder, 'plays', `${id}.yml`), definitionOf(id, index, scenario));
    });
    const live = { modelUuid, changeKinds: ['added'], runCreationRule: 'once' };
    const described = (id: string): object => (scenario.ownerNone ? {} : { description: line(id) });
    server.store.settings.releasePaths = scenario.workflows.paths;
    for (const id of scenario.drifted) {
      const play = server.store.addPlay({ ...live, ...described(id), name: nameOf(id), limit: 99 });
      buildByHand(server.store, play, scenario.workflows.live[id]);
    }
    if (!scenario.ownerNone)
      for (const id of scenario.orphans)
        server.store.addPlay({ ...live, ...described(id), name: nameOf(id) });
    for (const owner of ['acme/other', 'acme/revenues'])
      server.store.addPlay({ ...live, name: 'Theirs', description: `Managed as code by ${owner}#play-0` });
    const isOurs = ({ name }: { name: string }): boolean => bare(name).startsWith(bare(nameOf('')));
    const theirs = structuredClone(server.store.livePlays().filter((play) => !isOurs(play)));

    const trials = watchTrials(
      server,
      scenario,
      (play) => scenario.ids.find((id) => bare(play.name) === bare(nameOf(id))) ?? null,
    );
    const run = (timeout: number): Promise<ActionRun> =>
      runAction({
        workspace: folder,
        entry,
        onStart: trials.onStart,
        inputs: {
          'api-token': server.token,
          'base-url': `http://127.0.0.1:${String(door.port)}/v1`,
          policy: scenario.policy,
          owner: scenario.ownerNone ? 'none' : '',
          parallelism: String(scenario.parallelism),
          retries: String(scenario.retries),
          timeout: String(timeout),
          'discard-drafts': String(scenario.workflows.discardDrafts),
        },
      });
    const photos = [photoOf(server.store)];
    arm(server, door, scenario);
    const struck = watchDeploys(server.faults);
    runs.push(await run(1));
    let endedAt = server.store.time();
    // what the service was still at work on comes to its end
    const latest = Math.max(
      0,
      ...scenario.faults.map(({ lateMs = 0, hideMs = 0 }) => Math.max(lateMs, hideMs)),
    );
    await sleep(latest + 50);
    const tried: string[] = [];
    const judgeTrials = (name: string): void => {
      const [run, start] = [runs.at(-1), photos.at(-1)];
      if (run !== undefined && start !== undefined)
        tried.push(...trials.judge(name, { run, start, endedAt }));
    };
    judgeTrials('first');
    disarm(server, scenario);
    trials.mend();
    const between = structuredClone(server.store.livePlays());
    photos.push(photoOf(server.store));
    for (const id of scenario.workflows.draftedBetween)
      for (const play of ofDefinition(server, id)) draftByHand(server.store, play);
    photos.push(photoOf(server.store));
    // without faults nothing hangs, and a busy machine is no fault
    runs.push(await run(60));
    endedAt = server.store.time();
    judgeTrials('second');
    photos.push(photoOf(server.store));
    const workflows = judgeWorkflows(scenario, {
      photos,
      runs,
      // what is refused at the door may have been on its way
      lostDeploys: struck.size > 0 || scenario.refusal !== null,
      isOf: (id, { name }) => bare(name) === bare(nameOf(id)),
      isOurs,
    });
    const plays = judge(scenario, server, runs, between, theirs, workflows.isRefused);
    const broken = [...plays, ...workflows.broken, ...tried];
    const doubles = scenario.ids.filter((id) => ofDefinition(server, id).length > 1).length;
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

type Live = ReturnType<Sandbox['store']['livePlays']>;

function ofDefinition(server: Sandbox, id: string): Live {
  return server.store.livePlays().filter(({ name }) => bare(name) === bare(nameOf(id)));
}

interface PlayOutput {
  readonly action: string;
  readonly status: string;
  readonly uuid: string | null;
}

function playsOf(run: ActionRun): Record<string, PlayOutput> {
  return JSON.parse(run.outputs['plays'] ?? '{}') as Record<string, PlayOutput>;
}

function judge(
  scenario: Scenario,
  server: Sandbox,
  runs: readonly ActionRun[],
  between: Live,
  theirs: Live,
  isRefused: boolean,
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
    const live = ofDefinition(server, id);
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
    if (JSON.stringify(server.store.plays.get(play.uuid)) !== JSON.stringify(play))
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
  if (doubles === 0 && second.code !== 0 && !isRefused)
    broken.push('the second run failed without any double');
  if (doubles > 0 && second.code === 0) broken.push('the second run is green in spite of a double');
  // what the first run said it made was there
  for (const [id, { status, uuid }] of Object.entries(playsOf(first))) {
    if (status === 'applied' && scenario.ids.includes(id) && !between.some((play) => play.uuid === uuid))
      broken.push(`the first run told of ${id} as made, and it is not there`);
  }
  for (const uuid of JSON.parse(first.outputs['deleted'] ?? '[]') as string[]) {
    if (between.some((play) => play.uuid === uuid))
      broken.push(`the first run told of ${uuid} as deleted, and it is there`);
  }
  const made = Object.values(playsOf(second)).some(
    ({ action, status }) => action === 'create' && status === 'applied',
  );
  if (scenario.spelling === 'limit' && made && !second.stdout.includes('Cargo stores this as 9'))
    broken.push('the second run does not tell that a limit was kept otherwise');
  if (first.code === 0) {
    for (const id of scenario.ids)
      if (!between.some(({ name }) => bare(name) === bare(nameOf(id))))
        broken.push(`the first run is green without ${id}`);
  }
  return broken;
}
