import { describe, expect, it } from 'vitest';
import type { PlayUuid } from '../../../src/reconcile/actual.ts';
import type { Owner } from '../../../src/reconcile/ownership.ts';
import { bringLive, releaseDescription } from '../../../src/reconcile/workflow/deploy.ts';
import type { DeployJob, DeployOutcome } from '../../../src/reconcile/workflow/deploy.ts';
import { sameGraph } from '../../../src/reconcile/workflow/equal.ts';
import { planWorkflow } from '../../../src/reconcile/workflow/plan.ts';
import { howFar } from '../../../src/reconcile/workflow/planned.ts';
import { settleDeploys } from '../../../src/reconcile/workflow/read-back.ts';
import type { TrialOutcome } from '../../../src/reconcile/workflow/trial.ts';
import { graph } from '../../support/graphs.ts';
import { stillClock } from '../../support/still-clock.ts';
import { WorkflowService } from '../../support/workflow-service.ts';
import type { Fate } from '../../support/workflow-service.ts';

const wanted = graph([
  ['wait', 'delay', { config: { minutes: 5 } }],
  ['end', 'end'],
]);

/** A play that is to run this workflow, and to be on or off. */
function jobOf(enabled: boolean | null, isEnabled = false, number = 1): DeployJob {
  return {
    playUuid: `play-${String(number)}` as PlayUuid,
    workflowUuid: `workflow-${String(number)}`,
    plan: planWorkflow({ graph: wanted, enabled }, { deployed: null, isEnabled, isOwned: true }, 'sync'),
    policy: 'sync',
    name: 'Score',
    discarded: null,
    description: 'acme/revenue#score at abc123',
    tryOut: null,
  };
}

interface Ran {
  readonly outcomes: readonly DeployOutcome[];
  readonly requests: readonly string[];
}

/** Deploys as a run does: all plays beside each other, then one look. */
async function run(
  service: WorkflowService,
  jobs: readonly DeployJob[],
  { retries = 2, stop = new AbortController() }: { retries?: number; stop?: AbortController } = {},
): Promise<Ran> {
  const context = {
    api: service.api,
    look: () => service.api.listWorkflows(),
    inTurn: <Value>(write: () => Promise<Value>) => write(),
    retries,
    clock: stillClock(),
    stop: stop.signal,
    lastLookMs: 1000,
  };
  const ended = await Promise.all(jobs.map(async (job) => [job, await bringLive(job, context)] as const));
  return { outcomes: await settleDeploys(ended, context), requests: service.requests };
}

function withFates(fates: Partial<WorkflowService['fates']>): WorkflowService {
  const service = new WorkflowService();
  Object.assign(service.fates, fates);
  return service;
}

describe('bringing a workflow live', () => {
  it('deploys, then switches on, then looks once', async () => {
    const service = new WorkflowService();
    const { outcomes, requests } = await run(service, [jobOf(true)]);
    expect(requests).toEqual(['deploy workflow-1', 'enable play-1', 'list']);
    expect(outcomes).toMatchObject([
      { status: 'done', done: ['deploy', 'enable'], release: { version: '1.0.1' } },
    ]);
    expect(howFar('created', outcomes[0]!)).toBeNull();
    expect(service.deployed.get('workflow-1')?.description).toBe('acme/revenue#score at abc123');
  });

  it('switches off before it deploys', async () => {
    const { requests } = await run(new WorkflowService(), [jobOf(false, true)]);
    expect(requests).toEqual(['disable play-1', 'deploy workflow-1', 'list']);
  });

  it('looks once for all plays', async () => {
    const { requests } = await run(new WorkflowService(), [jobOf(null), jobOf(null, false, 2)]);
    expect(requests).toEqual(['deploy workflow-1', 'deploy workflow-2', 'list']);
  });

  it('asks nothing where nothing is to be done', async () => {
    const job = { ...jobOf(null), plan: { workflow: { kind: 'none' }, enabled: { kind: 'none' } } } as const;
    const { outcomes, requests } = await run(new WorkflowService(), [job]);
    expect(requests).toEqual([]);
    expect(outcomes[0]?.status).toBe('done');
  });

  it.each<[string, Partial<WorkflowService['fates']>, string, readonly string[]]>([
    ['off', { switch: ['refused'] }, 'updated, not disabled: Could not switch: refused.', ['disable play-1']],
    [
      'deployed',
      { deploy: ['refused'] },
      'updated, disabled, not deployed: Could not deploy: refused.',
      ['disable play-1', 'deploy workflow-1'],
    ],
  ])('stops where a play can’t be %s, and says how far it came', async (_what, fates, words, asked) => {
    const { outcomes, requests } = await run(withFates(fates), [jobOf(false, true)]);
    expect(howFar('updated', outcomes[0]!)).toBe(words);
    expect(requests).toEqual(asked);
  });

  it('says that it is deployed where it can’t be switched on', async () => {
    const { outcomes } = await run(withFates({ switch: ['refused'] }), [jobOf(true)]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', release: { version: '1.0.1' } });
    expect(howFar('created', outcomes[0]!)).toBe(
      'created, deployed, not enabled: Could not switch: refused.',
    );
  });

  const createOnly = (enabled: boolean): DeployJob => ({ ...jobOf(enabled), policy: 'create-only' });
  const staysOff =
    'With `create-only`, no later run enables it, because somebody may have disabled it on purpose. Enable it in ' +
    'Cargo, or run once with `policy: upsert-only`.';

  it('says what to do where `create-only` will not switch it on any more', async () => {
    const { outcomes } = await run(withFates({ switch: ['refused'] }), [createOnly(true)]);
    expect(howFar('created', outcomes[0]!)).toBe(
      `created, deployed, not enabled: Could not switch: refused. ${staysOff}`,
    );
    const late = withFates({ deploy: ['lost'], list: ['broken', 'broken', 'broken'] });
    const shown = await run(late, [createOnly(true)], { retries: 0 });
    expect(howFar('created', shown.outcomes[0]!)).toBe(
      `created, deployed, not enabled: The deployment was confirmed too late. ${staysOff}`,
    );
  });

  it('says so where `create-only` will not deploy over what Cargo made of it', async () => {
    const service = new WorkflowService();
    service.keep = (nodes) => nodes.map((node) => (node.slug === 'wait' ? { ...node, config: {} } : node));
    const { outcomes } = await run(service, [createOnly(false)]);
    expect(outcomes[0]?.stopped?.error).toMatch(
      /differs at wait\. Check .+ `create-only` does not deploy over it: run once with `policy: upsert-only`\.$/,
    );
  });

  it('describes the release so that it leads back to the repository', () => {
    expect(releaseDescription('acme/revenue' as Owner, 'score', 'abc123')).toBe(
      'acme/revenue#score at abc123',
    );
    expect(releaseDescription(null, 'score', 'abc123')).toBe('score at abc123');
  });
});

describe('a trial before the deploy', () => {
  const passed: TrialOutcome = { kind: 'no-records' };
  const broken: TrialOutcome = {
    kind: 'failed',
    why: 'too-many-failures',
    error: '1 of 3 records failed.',
    count: null,
    mayRun: false,
  };
  const cancelled: TrialOutcome = {
    kind: 'cancelled',
    error: 'The run was cancelled.',
    count: null,
    mayRun: true,
  };

  it('comes first, and lets the deploy go on where it passed', async () => {
    const service = new WorkflowService();
    const job = { ...jobOf(true), tryOut: () => Promise.resolve(passed) };
    const { outcomes, requests } = await run(service, [job]);
    expect(requests).toEqual(['draft workflow-1', 'deploy workflow-1', 'enable play-1', 'list']);
    expect(outcomes[0]).toMatchObject({ done: ['trial', 'deploy', 'enable'], trial: passed });
  });

  const theirs = graph([
    ['mine', 'script', { config: { script: 'x' } }],
    ['end', 'end'],
  ]);

  it('leaves a draft alone that somebody saved meanwhile', async () => {
    const service = new WorkflowService();
    const tryOut = (): Promise<TrialOutcome> => {
      service.drafts.set('workflow-1', theirs);
      return Promise.resolve(passed);
    };
    const { outcomes, requests } = await run(service, [{ ...jobOf(true), tryOut }]);
    expect(requests).toEqual(['draft workflow-1']);
    expect(howFar('updated', outcomes[0]!)).toBe(
      'updated, tried, not deployed: Somebody changed the workflow in Cargo during the trial. The workflow of ' +
        '"Score" has undeployed changes in Cargo: mine (new). Deploying would discard them. Deploy or undo them in ' +
        'Cargo, or set `discard-drafts: true` to replace them. The report file then keeps a copy of the draft.',
    );
  });

  it('goes over the draft that the plan knew and allows to replace', async () => {
    const service = new WorkflowService();
    service.drafts.set('workflow-1', theirs);
    const discarded = { ...(await service.api.getDraft('workflow-1')) };
    const job = { ...jobOf(null), discarded, tryOut: () => Promise.resolve(passed) };
    expect((await run(service, [job])).outcomes[0]?.status).toBe('done');
  });

  it('deploys nothing where the draft can’t be read again', async () => {
    const service = withFates({ draft: ['broken'] });
    const { outcomes } = await run(service, [{ ...jobOf(true), tryOut: () => Promise.resolve(passed) }]);
    expect(howFar('updated', outcomes[0]!)).toBe(
      'updated, tried, not deployed: The draft could not be read after the trial, so it is not known whether ' +
        'somebody changed it: Could not draft: broken.',
    );
    expect(service.deployed.size).toBe(0);
  });

  it.each([
    [broken, 'updated, not deployed: 1 of 3 records failed.'],
    [cancelled, 'updated, not deployed: The run was cancelled.'],
  ])('keeps the live version where it did not pass', async (trial, words) => {
    const service = new WorkflowService();
    const { outcomes, requests } = await run(service, [
      { ...jobOf(true), tryOut: () => Promise.resolve(trial) },
    ]);
    expect(requests).toEqual([]);
    expect(howFar('updated', outcomes[0]!)).toBe(words);
    expect(outcomes[0]).toMatchObject({ status: 'failed', trial, release: null });
  });

  it('is not run where the workflow stays as it is', async () => {
    const plan = { workflow: { kind: 'none' }, enabled: { kind: 'enable' } } as const;
    const job = { ...jobOf(true), plan, tryOut: () => Promise.reject(new Error('a trial was run')) };
    expect((await run(new WorkflowService(), [job])).requests).toEqual(['enable play-1']);
  });
});

describe('a deploy in doubt', () => {
  it.each<[Fate]>([['lost'], ['late']])('that was done (%s) is found, and not sent again', async (fate) => {
    const { outcomes, requests } = await run(withFates({ deploy: [fate] }), [jobOf(true)]);
    expect(outcomes[0]).toMatchObject({ status: 'done', done: ['deploy', 'enable'] });
    expect(requests).toEqual(['deploy workflow-1', 'list', 'enable play-1', 'list']);
  });

  it('that was not done is looked for three times, then sent again', async () => {
    const { outcomes, requests } = await run(withFates({ deploy: ['broken'] }), [jobOf(null)]);
    expect(outcomes[0]?.status).toBe('done');
    expect(requests).toEqual(['deploy workflow-1', 'list', 'list', 'list', 'deploy workflow-1', 'list']);
  });

  it('that is never done is sent as often as `retries` allows', async () => {
    const service = withFates({ deploy: ['broken', 'broken', 'broken', 'broken'] });
    const { outcomes, requests } = await run(service, [jobOf(true)], { retries: 2 });
    expect(requests.filter((each) => each === 'deploy workflow-1')).toHaveLength(3);
    expect(requests).not.toContain('enable play-1');
    expect(howFar('created', outcomes[0]!)).toBe(
      'created, not deployed: Could not deploy: broken. The workflow may or may not be deployed. The next run finds out.',
    );
  });

  it('that only the last look shows is done, and leaves the switch to the next run', async () => {
    const service = withFates({ deploy: ['lost'], list: ['broken', 'broken', 'broken'] });
    const { outcomes } = await run(service, [jobOf(true), { ...jobOf(null, false, 2) }], { retries: 0 });
    expect(howFar('created', outcomes[0]!)).toBe(
      'created, deployed, not enabled: The deployment was confirmed too late. The next run enables the play.',
    );
  });
});

describe('what is deployed is read back', () => {
  it('until it shows', async () => {
    const service = new WorkflowService();
    service.staleLists = 3;
    const { outcomes, requests } = await run(service, [jobOf(null)]);
    expect(outcomes[0]?.status).toBe('done');
    expect(requests).toEqual(['deploy workflow-1', 'list', 'list', 'list', 'list']);
  });

  it('for 15 seconds at most', async () => {
    const service = new WorkflowService();
    service.staleLists = 1000;
    const { outcomes } = await run(service, [jobOf(null)]);
    expect(howFar('created', outcomes[0]!)).toBe(
      'created, not deployed: Cargo accepted the workflow, but Cargo shows no deployed version. ' +
        'Check the workflow in Cargo. The next run deploys it again.',
    );
  });

  it('and what differs is told at its nodes', async () => {
    const service = new WorkflowService();
    service.keep = (nodes) => nodes.map((node) => (node.slug === 'wait' ? { ...node, config: {} } : node));
    const { outcomes } = await run(service, [jobOf(null)]);
    expect(outcomes[0]?.stopped?.error).toContain('differs at wait.');
  });

  it('and a look that never succeeds leaves it unknown', async () => {
    const { outcomes } = await run(withFates({ list: Array.from({ length: 50 }, () => 'broken' as const) }), [
      jobOf(null),
    ]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', stopped: { step: 'deploy', inDoubt: true } });
    expect(outcomes[0]?.stopped?.error).toMatch(/ The next run looks again\.$/);
  });
});

describe('a cancelled run', () => {
  it('begins no new write', async () => {
    const stop = new AbortController();
    const service = new WorkflowService();
    service.before = (request) => {
      if (request.startsWith('deploy')) stop.abort();
    };
    const { outcomes, requests } = await run(service, [jobOf(true)], { stop });
    expect(requests).toEqual(['deploy workflow-1', 'list once more']);
    expect(howFar('created', outcomes[0]!)).toBe(
      'created, deployed, not enabled: The run was cancelled before it reached this play.',
    );
    expect(outcomes[0]?.status).toBe('not-attempted');
  });

  it('before the first write asks nothing', async () => {
    const stop = new AbortController();
    stop.abort();
    const { outcomes, requests } = await run(new WorkflowService(), [jobOf(true)], { stop });
    expect(requests).toEqual([]);
    expect(outcomes[0]).toMatchObject({
      status: 'not-attempted',
      stopped: { step: 'deploy', inDoubt: false },
    });
  });

  it('gives a deploy in doubt one last look', async () => {
    const stop = new AbortController();
    const service = withFates({ deploy: ['lost'] });
    service.before = (request) => {
      if (request.startsWith('deploy')) stop.abort();
    };
    const { outcomes, requests } = await run(service, [jobOf(null)], { stop });
    expect(requests).toEqual(['deploy workflow-1', 'list once more']);
    expect(outcomes[0]).toMatchObject({ status: 'done', done: ['deploy'] });
  });
});

describe('under any faults', () => {
  const fates: readonly Fate[] = ['answered', 'lost', 'late', 'broken', 'refused'];
  const cases = fates.flatMap((one) =>
    fates.flatMap((two) => fates.map((three) => [one, two, three] as const)),
  );
  it.each(cases)('%s, %s, %s: one more run has it deployed and on', async (one, two, three) => {
    const service = withFates({ deploy: [one, two], list: [three === 'refused' ? 'broken' : three] });
    service.fates.switch.push(three);
    await run(service, [jobOf(true)], { retries: 1 });
    const deployed = service.deployed.get('workflow-1') ?? null;
    const isEnabled = service.enabled.get('play-1') ?? false;
    const plan = planWorkflow(
      { graph: wanted, enabled: true },
      { deployed, isEnabled, isOwned: true },
      'sync',
    );
    service.fates.deploy.length = 0;
    service.fates.list.length = 0;
    service.fates.switch.length = 0;
    const [outcome] = (await run(service, [{ ...jobOf(true), plan }])).outcomes;
    expect(outcome?.status).toBe('done');
    expect(sameGraph(service.deployed.get('workflow-1')!.nodes, wanted)).toBe(true);
    expect(service.enabled.get('play-1')).toBe(true);
    const lost = [one, two].filter((fate) => fate === 'lost' || fate === 'late').length;
    const sent = service.requests.filter((each) => each.startsWith('deploy')).length;
    const undone = [one, two].filter((fate) => fate === 'broken' || fate === 'refused').length;
    expect(sent).toBeLessThanOrEqual(1 + lost + undone);
  });
});
