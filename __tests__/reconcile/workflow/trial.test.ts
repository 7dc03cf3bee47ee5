import { describe, expect, it } from 'vitest';
import { batchAt, hasEnded } from '../../../sandbox/batches.ts';
import type { Fault } from '../../../sandbox/faults.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { jobOf, startsOf, timedSandbox, tried } from '../../support/trials.ts';

const posts = { method: 'POST', path: /^\/orchestration\/batches$/ };

type Timed = Awaited<ReturnType<typeof timedSandbox>>;

/** The states of all batches there are. */
function statesOf({ store }: Sandbox): string[] {
  return [...store.batches.values()].map((batch) => batchAt(batch, store.time()).status);
}

/** When the batches are listed from now on, and what is done just before each time. */
function noteLists({ sandbox, hand }: Timed, before: (nth: number) => void = () => undefined): number[] {
  const times: number[] = [];
  const take = sandbox.faults.take.bind(sandbox.faults);
  sandbox.faults.take = (method, path) => {
    if (path.startsWith('/orchestration/batches/list')) {
      times.push(hand.now());
      before(times.length);
    }
    return take(method, path);
  };
  return times;
}

describe('a trial', () => {
  it('runs the new graph on records of the filter, and passes', async () => {
    const service = await timedSandbox();
    const { outcome } = await tried(service, jobOf({ records: 2 }));
    expect(outcome).toMatchObject({
      kind: 'passed',
      count: { records: 2, executed: 2, failed: 0, credits: 2, failedRecords: [] },
    });
    const [start] = service.sandbox.requests.filter(({ path }) => path === '/orchestration/batches');
    expect(start?.body).toMatchObject({
      data: { kind: 'filter', limit: 2, filter: { conjonction: 'and' } },
      nodes: [{ slug: 'start' }, { slug: 'company' }, { slug: 'end' }],
    });
    expect(start?.body).not.toHaveProperty('releaseUuid');
  });

  it('keeps to the limit of the play, and to its sort', async () => {
    const service = await timedSandbox();
    const job = jobOf();
    const sort = [{ columnSlug: 'employee_count', kind: 'desc' }];
    const { outcome } = await tried(service, { ...job, selection: { ...job.selection, sort, limit: 1 } });
    expect(outcome).toMatchObject({ kind: 'passed', count: { records: 1 } });
    const [start] = service.sandbox.requests.filter(({ path }) => path === '/orchestration/batches');
    expect(start?.body).toMatchObject({ data: { sort, limit: 1 } });
  });

  it('tells how far it is after its first look, and every 30 seconds', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.batchMs.run = 30_000;
    const { told } = await tried(service);
    // the three runs end 33, 63 and 93 seconds after the start
    expect(told).toEqual([
      { records: 3, executed: 0, failed: 0 },
      { records: 3, executed: 1, failed: 0 },
      { records: 3, executed: 2, failed: 0 },
    ]);
  });

  it('of few quick records is over soon', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.batchMs = { start: 1_000, run: 250, cancel: 500 };
    const { outcome, endedAt } = await tried(service);
    expect(outcome.kind).toBe('passed');
    expect(endedAt).toBe(2_000);
  });

  it('fails where a record fails, and names it with its node and message', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.nodeFailures = [
      { nodeSlug: 'company', recordId: 'a1', message: 'no such domain' },
    ];
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'too-many-failures',
      error: '1 of 3 records failed in the trial, and "maxFailures" is 0.',
      mayRun: false,
      count: {
        executed: 3,
        failed: 1,
        failedRecords: [{ id: 'a1', node: 'company', message: 'no such domain' }],
      },
    });
  });

  it('passes with as many failures as it may have, and lists them all the same', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.nodeFailures = [{ nodeSlug: 'company', recordId: 'a1', message: 'no' }];
    const { outcome } = await tried(service, jobOf({ maxFailures: 1 }));
    expect(outcome).toMatchObject({ kind: 'passed', count: { failedRecords: [{ id: 'a1' }] } });
  });

  it('fails where the batch fails', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.batchError = 'the warehouse is asleep';
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'batch-failed',
      error: 'The trial ended as "error" in Cargo. Cargo says: the warehouse is asleep',
    });
  });

  it('says that there are not enough credits', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.credits = 1;
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'failed', why: 'not-started', count: null, mayRun: false });
    expect((outcome as { error: string }).error).toContain('the workspace does not have enough credits');
  });

  it('is not started where no record matches', async () => {
    const service = await timedSandbox();
    const { outcome } = await tried(service, {
      ...jobOf(),
      selection: { ...jobOf().selection, filter: { conjunction: 'and', groups: [] } },
    });
    expect(outcome).toEqual({ kind: 'no-records' });
    expect(startsOf(service.sandbox)).toBe(0);
  });

  it('goes on where the records can’t be counted before', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/batches\/preview/];
    expect((await tried(service)).outcome.kind).toBe('passed');
  });

  it('is cancelled at its timeout, and has failed', async () => {
    const service = await timedSandbox();
    const { outcome, endedAt } = await tried(service, jobOf({ timeout: 30_000 }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'timed-out',
      error: 'The trial did not end within its timeout of 30 seconds.',
      mayRun: false,
      count: { executed: 1 },
    });
    expect(endedAt).toBe(30_000);
    await service.hand.advance(2_000);
    expect(statesOf(service.sandbox)).toEqual(['cancelled']);
  });

  it('outlasts polls that fail', async () => {
    const service = await timedSandbox();
    const path = /^\/orchestration\/batches\/[0-9a-f-]{36}$/;
    service.sandbox.faults.add({ method: 'GET', path, times: 8, act: { kind: 'cut' } });
    const { outcome } = await tried(service, jobOf(), { retries: 0 });
    expect(outcome.kind).toBe('passed');
  });

  it('does not take another batch’s end for its own', async () => {
    const service = await timedSandbox();
    const { sandbox } = service;
    sandbox.store.settings.nodeFailures = [{ nodeSlug: 'company', message: 'no' }];
    const alter = (body: unknown): unknown => {
      const { batch } = body as { readonly batch: object };
      return { batch: { ...batch, uuid: 'other', status: 'success', failedRunsCount: 0 } };
    };
    const path = /^\/orchestration\/batches\/[0-9a-f-]{36}$/;
    sandbox.faults.add({ method: 'GET', path, times: 3, act: { kind: 'alter', alter } });
    expect((await tried(service)).outcome).toMatchObject({ kind: 'failed', why: 'too-many-failures' });
  });

  it('cancels a batch that it may not follow', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/^GET \/orchestration\/batches\/[0-9a-f-]{36}$/];
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'failed', why: 'lost', mayRun: false });
    await service.hand.advance(2_000);
    expect(statesOf(service.sandbox)).toEqual(['cancelled']);
  });

  it('says that a batch may still be running where the cancel is answered with something else', async () => {
    const service = await timedSandbox();
    const act = { kind: 'rubbish', body: '[]' } as const;
    service.sandbox.faults.add({ method: 'POST', path: /\/cancel$/, times: Infinity, act });
    const { outcome } = await tried(service, jobOf({ timeout: 30_000 }));
    expect(outcome).toMatchObject({ kind: 'failed', why: 'timed-out', mayRun: true });
  });

  it('says that a batch may still be running where it can’t be cancelled', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/\/cancel$/];
    const { outcome } = await tried(service, jobOf({ timeout: 30_000 }));
    expect(outcome).toMatchObject({ kind: 'failed', why: 'timed-out', mayRun: true });
  });
});

describe('the end of a trial', () => {
  const one = /^\/orchestration\/batches\/[0-9a-f-]{36}$/;
  /** Answers about a batch with other values; before `skip` and after `times` of them as they are. */
  const alterLooks = ({ sandbox }: Timed, values: object, skip = 0, times = Infinity): void => {
    const alter = (body: unknown): unknown => ({
      batch: { ...(body as { batch: object }).batch, ...values },
    });
    sandbox.faults.add({ method: 'GET', path: one, skip, times, act: { kind: 'alter', alter } });
  };

  it('is without records where the count before it failed and the batch has none', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/batches\/preview/];
    const selection = { ...jobOf().selection, filter: { conjunction: 'and', groups: [] } };
    expect((await tried(service, jobOf({}, { selection }))).outcome).toEqual({ kind: 'no-records' });
    expect(startsOf(service.sandbox)).toBe(1);
  });

  it.each<[string, object, object]>([
    ['skipped, without records', { status: 'skipped', runsCount: 0 }, { kind: 'no-records' }],
    [
      'skipped, with records',
      { status: 'skipped' },
      { why: 'batch-failed', error: 'The trial ended as "skipped" in Cargo.' },
    ],
    [
      'failed, without records',
      { status: 'error', runsCount: 0 },
      { why: 'batch-failed', error: 'The trial ended as "error" in Cargo.' },
    ],
    [
      'a success of which it is not known on how many records',
      { status: 'success', runsCount: null, executedRunsCount: 2 },
      { kind: 'passed', count: { records: 0, executed: 2 } },
    ],
    [
      'one failure of one record',
      { status: 'success', runsCount: 1, executedRunsCount: 1, failedRunsCount: 1 },
      { error: '1 of 1 record failed in the trial, and "maxFailures" is 0.' },
    ],
  ])('is judged: %s', async (_what, answer, outcome) => {
    const service = await timedSandbox();
    alterLooks(service, answer);
    expect((await tried(service)).outcome).toMatchObject(outcome);
  });

  it('is a failure where somebody cancels it in Cargo', async () => {
    const service = await timedSandbox();
    const cancel = (): void => {
      for (const batch of service.sandbox.store.batches.values()) batch.cancelledAt = service.hand.now();
    };
    const { outcome } = await tried(service, jobOf(), { events: [[12_000, cancel]] });
    expect(outcome).toMatchObject({
      kind: 'failed',
      why: 'batch-failed',
      error: 'The trial ended as "cancelled" in Cargo.',
      mayRun: false,
    });
  });

  it('is judged where the records that failed can’t be listed, and says why', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.nodeFailures = [{ nodeSlug: 'company', message: 'no' }];
    service.sandbox.store.settings.forbidden = [/runs\/list/];
    expect((await tried(service)).outcome).toMatchObject({
      kind: 'failed',
      why: 'too-many-failures',
      count: {
        failed: 3,
        failedRecords: [],
        unlisted: expect.stringContaining('list the records that failed') as unknown,
      },
    });
  });

  it.each<[string, 'success' | 'cancelled', object]>([
    ['is judged', 'success', { kind: 'passed' }],
    ['has timed out where somebody cancelled it', 'cancelled', { why: 'timed-out', mayRun: false }],
  ])('at its timeout %s', async (_what, status, outcome) => {
    const service = await timedSandbox();
    // the looks until then are answered from before its end at 63 seconds
    alterLooks(service, { status: 'running' }, 0, 17);
    alterLooks(service, { status });
    expect((await tried(service, jobOf({ timeout: 70_000 }))).outcome).toMatchObject(outcome);
  });

  it.each([
    [1_000, '1 second'],
    [90_000, '90 seconds'],
    [60_000, '1 minute'],
    [3_600_000, '1 hour'],
  ])('after a timeout of %d ms names it: %s', async (timeout, words) => {
    const service = await timedSandbox();
    service.sandbox.store.settings.batchMs.start = 10_000_000;
    expect((await tried(service, jobOf({ timeout }))).outcome).toMatchObject({
      error: `The trial did not end within its timeout of ${words}.`,
    });
  });

  it('is unknown where it can neither be followed nor cancelled', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/^GET \/orchestration\/batches\/[0-9a-f-]{36}$/, /\/cancel$/];
    const { outcome, endedAt } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'failed', why: 'lost', mayRun: true, count: { executed: 0 } });
    expect((outcome as { error: string }).error).toMatch(
      /^Could not follow the trial .* The batch may still be running: cancel it in Cargo\. Could not cancel the trial /,
    );
    expect(endedAt).toBe(1_000);
  });

  it.each([
    ['too many requests', 429, 'passed'],
    ['a server that fails', 503, 'passed'],
    ['a batch that is gone', 404, 'failed'],
  ])('is waited for through %s, or not', async (_what, status, kind) => {
    const service = await timedSandbox();
    service.sandbox.faults.add({ method: 'GET', path: one, times: 3, act: { kind: 'status', status } });
    expect((await tried(service, jobOf(), { retries: 0 })).outcome.kind).toBe(kind);
  });

  it('is gone already where a batch that can’t be followed is not there to be cancelled', async () => {
    const service = await timedSandbox();
    const gone = { kind: 'status', status: 404, body: { reason: 'batchNotFound' } } as const;
    service.sandbox.faults.add({ path: /batches\/[0-9a-f-]{36}/, times: Infinity, act: gone });
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'failed', why: 'lost', mayRun: false });
    expect((outcome as { error: string }).error).not.toContain('may still be running');
  });

  it('is looked at once more where its time is up, and what it shows then is told', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/\/cancel$/];
    // it ends while the cancel is refused: what came of it is not known to be all
    alterLooks(service, { status: 'running' }, 0, 17);
    const { outcome } = await tried(service, jobOf({ timeout: 70_000 }));
    expect(outcome).toMatchObject({ kind: 'failed', why: 'timed-out', mayRun: true, count: { executed: 3 } });
  });

  it('tells how many records there are as counted before, where the batch doesn’t say', async () => {
    const service = await timedSandbox();
    alterLooks(service, { runsCount: null }, 0, 2);
    expect((await tried(service)).told).toEqual([
      { records: 3, executed: 0, failed: 0 },
      { records: 3, executed: 1, failed: 0 },
    ]);
    const other = await timedSandbox();
    other.sandbox.store.settings.forbidden = [/batches\/preview/];
    alterLooks(other, { runsCount: null }, 0, 2);
    expect((await tried(other)).told[0]).toEqual({ records: 0, executed: 0, failed: 0 });
  });
});

describe('a trial whose start is in doubt', () => {
  it.each<[string, Omit<Fault, 'method' | 'path'>, string, number]>([
    ['is answered by a cut after it was done', { when: 'after', act: { kind: 'cut' } }, 'passed', 1],
    ['is answered by half of an answer', { act: { kind: 'half' } }, 'passed', 1],
    ['is answered by HTML', { when: 'after', act: { kind: 'rubbish', body: '<html>' } }, 'passed', 1],
    [
      'is answered with 500 after it was done',
      { when: 'after', act: { kind: 'status', status: 500 } },
      'passed',
      1,
    ],
    [
      'is answered with 504 and done later',
      { act: { kind: 'status', status: 504 }, lateMs: 8_000 },
      'passed',
      1,
    ],
    ['shows only after some seconds', { when: 'after', act: { kind: 'cut' }, hideMs: 7_000 }, 'passed', 1],
    ['is cut and was not done', { act: { kind: 'cut' } }, 'failed', 0],
    ['is answered with 500 and was not done', { act: { kind: 'status', status: 500 } }, 'failed', 0],
    ['is answered with 504 and never done', { act: { kind: 'status', status: 504 } }, 'failed', 0],
    ['is refused', { act: { kind: 'status', status: 400, body: { reason: 'failedToStart' } } }, 'failed', 0],
    [
      'is answered about another workflow',
      {
        act: { kind: 'alter', alter: () => ({ batch: { uuid: 'b', status: 'success', workflowUuid: 'w' } }) },
      },
      'passed',
      1,
    ],
  ])('is never sent twice, where it %s', async (_what, fault, kind, batches) => {
    const service = await timedSandbox();
    service.sandbox.faults.add({ ...posts, ...fault });
    const { outcome } = await tried(service);
    expect(outcome.kind).toBe(kind);
    expect(startsOf(service.sandbox)).toBe(1);
    expect(service.sandbox.store.batches.size).toBe(batches);
  });

  it('is sent again only where it was refused as too many', async () => {
    const service = await timedSandbox();
    service.sandbox.faults.add({ ...posts, act: { kind: 'status', status: 429 } });
    expect((await tried(service)).outcome.kind).toBe('passed');
    expect(service.sandbox.store.batches.size).toBe(1);
  });

  it('takes no older batch, and no run of what is live, for its own', async () => {
    const service = await timedSandbox();
    await tried(service);
    // the live workflow runs at the same moment
    service.sandbox.faults.add({ ...posts, act: { kind: 'cut' } });
    const { store } = service.sandbox;
    const older = [...store.batches.values()][0]!;
    const take = service.sandbox.faults.take.bind(service.sandbox.faults);
    service.sandbox.faults.take = (method, path) => {
      if (posts.path.test(path)) {
        const live = { ...older, uuid: 'live', releaseUuid: 'release', startedAt: store.time() };
        store.batches.set('live', live);
      }
      return take(method, path);
    };
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'failed', why: 'in-doubt', mayRun: true });
    expect((outcome as { error: string }).error).toContain('It is not known whether the trial was started.');
  });

  it('is looked for half a second later, then less and less often', async () => {
    const service = await timedSandbox();
    service.sandbox.faults.add({ ...posts, act: { kind: 'cut' } });
    const times = noteLists(service);
    expect((await tried(service)).outcome).toMatchObject({
      kind: 'failed',
      why: 'in-doubt',
      count: null,
      mayRun: true,
    });
    expect(times).toEqual([0, 500, 2_000, 5_000, 10_000, 30_000]);
  });

  it('is looked for again where a look fails', async () => {
    const service = await timedSandbox();
    const { sandbox } = service;
    sandbox.faults.add({ ...posts, when: 'after', act: { kind: 'cut' } });
    sandbox.faults.add({ path: /batches\/list/, skip: 1, times: 2, act: { kind: 'status', status: 403 } });
    const times = noteLists(service);
    expect((await tried(service, jobOf(), { retries: 0 })).outcome.kind).toBe('passed');
    expect(times).toEqual([0, 500, 2_000, 5_000]);
  });

  it('is looked for where the answer is about an older batch', async () => {
    const service = await timedSandbox();
    const { sandbox } = service;
    await tried(service);
    const [older] = sandbox.store.batches.keys();
    const alter = (body: unknown): unknown => {
      const { batch } = body as { readonly batch: object };
      return { batch: { ...batch, uuid: older } };
    };
    sandbox.faults.add({ ...posts, act: { kind: 'alter', alter } });
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({
      kind: 'passed',
      count: { batchUuid: [...sandbox.store.batches.keys()][1] },
    });

    const forget = (body: unknown): unknown => {
      sandbox.store.batches.clear();
      return alter(body);
    };
    sandbox.faults.add({ ...posts, act: { kind: 'alter', alter: forget } });
    const lost = await tried(service);
    expect((lost.outcome as { error: string }).error).toMatch(
      /^Could not start the trial: the answer is about an older batch\. It was looked for and not found/,
    );
  });

  it('is the newest of the batches that are new', async () => {
    const service = await timedSandbox();
    const { store, faults } = service.sandbox;
    faults.add({ ...posts, when: 'after', act: { kind: 'cut' } });
    noteLists(service, (nth) => {
      const [made] = store.batches.values();
      // what somebody else started in the same moments
      if (nth === 2 && made !== undefined)
        for (const before of [2_000, 1_000])
          store.batches.set(`before-${String(before)}`, {
            ...{ ...made, uuid: `before-${String(before)}`, startedAt: made.startedAt - before },
          });
    });
    const { outcome } = await tried(service);
    expect(outcome).toMatchObject({ kind: 'passed', count: { batchUuid: [...store.batches.keys()][0] } });
  });

  it('is not begun where the batches can’t be listed', async () => {
    const service = await timedSandbox();
    service.sandbox.store.settings.forbidden = [/batches\/list/];
    expect((await tried(service)).outcome).toMatchObject({ kind: 'failed', why: 'not-started' });
    expect(startsOf(service.sandbox)).toBe(0);
  });
});

describe('a cancelled run', () => {
  it('cancels its trial', async () => {
    const service = await timedSandbox();
    const stop = new AbortController();
    const { outcome, endedAt } = await tried(service, jobOf(), {
      stop,
      events: [[12_000, () => stop.abort()]],
    });
    expect(outcome).toMatchObject({
      kind: 'cancelled',
      error: 'The run was cancelled during the trial.',
      mayRun: false,
    });
    expect(endedAt).toBe(12_000);
    await service.hand.advance(2_000);
    expect(statesOf(service.sandbox)).toEqual(['cancelled']);
  });

  it.each<[string, Fault['act'], Partial<Fault>]>([
    ['whose answer never comes', { kind: 'hang' }, { when: 'after' }],
    ['whose answer never comes, and which shows late', { kind: 'hang' }, { when: 'after', hideMs: 4_500 }],
  ])('finds and cancels a trial %s', async (_what, act, more) => {
    const service = await timedSandbox();
    const { sandbox, hand } = service;
    const [stop, kill] = [new AbortController(), new AbortController()];
    sandbox.faults.add({ ...posts, act, ...more });
    const running = tried(service, jobOf(), { stop, kill });
    while (sandbox.store.batches.size === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await hand.advance(3_500);
    kill.abort();
    const { outcome, endedAt } = await running;
    expect(outcome).toMatchObject({ kind: 'cancelled', mayRun: false });
    expect(endedAt).toBeLessThan(7_000);
    await hand.advance(2_000);
    expect([...sandbox.store.batches.values()].every((batch) => hasEnded(batch, sandbox.store.time()))).toBe(
      true,
    );
    expect(startsOf(sandbox)).toBe(1);
  });

  it('begins no trial', async () => {
    const service = await timedSandbox();
    const stop = new AbortController();
    stop.abort();
    const { outcome } = await tried(service, jobOf(), { stop });
    expect(outcome).toMatchObject({ kind: 'cancelled', count: null, mayRun: false });
    expect(service.sandbox.requests).toEqual([]);
  });

  it('says so where the batch can’t be cancelled', async () => {
    const service = await timedSandbox();
    const stop = new AbortController();
    service.sandbox.store.settings.forbidden = [/\/cancel$/];
    const { outcome } = await tried(service, jobOf(), { stop, events: [[12_000, () => stop.abort()]] });
    expect(outcome).toMatchObject({ kind: 'cancelled', mayRun: true });
  });

  it.each(['preview', 'list'])('begins no trial where it is cancelled during a request (%s)', async (at) => {
    const service = await timedSandbox();
    const { faults, requests } = service.sandbox;
    const stop = new AbortController();
    const take = faults.take.bind(faults);
    faults.take = (method, path) => {
      if (path.startsWith(`/orchestration/batches/${at}`)) stop.abort();
      return take(method, path);
    };
    expect((await tried(service, jobOf(), { stop })).outcome).toEqual({
      kind: 'cancelled',
      error: 'The run was cancelled before the trial began.',
      count: null,
      mayRun: false,
    });
    expect(requests.at(-1)?.path).toContain(at);
  });

  it('looks for a trial in doubt twice a second, and leaves a second for what is left to do', async () => {
    const service = await timedSandbox();
    const stop = new AbortController();
    service.sandbox.faults.add({ ...posts, act: { kind: 'cut' } });
    const times = noteLists(service);
    const { outcome } = await tried(service, jobOf(), { stop, events: [[3_000, () => stop.abort()]] });
    expect(outcome).toMatchObject({ kind: 'cancelled', count: null, mayRun: true });
    expect((outcome as { error: string }).error).toContain('It is not known whether the trial was started.');
    // it has 6.5 seconds
    const hasty = Array.from({ length: 12 }, (_, index) => 3_000 + index * 500);
    expect(times).toEqual([0, 500, 2_000, ...hasty]);
  });
});
