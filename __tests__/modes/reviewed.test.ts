import { describe, expect, it } from 'vitest';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import type { Facts } from '../../src/report/build.ts';
import { comment } from '../../src/run/comment.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { play, repository, sandbox, write, writes } from '../support/action.ts';
import { bot, github } from '../support/github.ts';
import type { GitHub } from '../support/github.ts';
import { environmentOf, pullRequest, push, sha } from '../support/merges.ts';
import type { Happening } from '../support/merges.ts';
import { stillClock } from '../support/still-clock.ts';
import { tell } from '../support/stories.ts';

type Given = Readonly<Record<string, string>>;

interface Team {
  readonly server: Sandbox;
  readonly api: GitHub;
  readonly files: string;
  readonly run: (mode: typeof apply, event: Happening, inputs?: Given, env?: Given) => Promise<Facts>;
  /** The plan on a pull request. */
  readonly review: (number?: number, inputs?: Given) => Promise<Facts>;
  /** What follows its merge, as a push. */
  readonly merged: (event?: Happening, inputs?: Given) => Promise<Facts>;
}

const before = sha('before');
const merge = sha('merge');

/** A repository with one definition, whose branch was at `before` and is at `merge` now, by a merge of the pull request 7. */
async function team(
  definitions: Readonly<Record<string, string>> = { 'plays/score.yml': play() },
): Promise<Team> {
  const [server, api] = [await sandbox(), await github()];
  const files = repository(definitions);
  api.commits.set(before, []);
  api.commits.set(sha('change'), [before]);
  api.commits.set(merge, [before, sha('change')]);
  api.heads.set('main', merge);
  api.pulls.push({ number: 7, mergeCommit: merge, commits: [sha('change')] });
  const run: Team['run'] = (mode, event, inputs = {}, env = {}) =>
    tell(
      mode,
      server,
      files,
      {
        comment: 'true',
        'github-token': 'ghs_test',
        policy: 'upsert-only',
        'only-reviewed': 'true',
        mode: mode === apply ? 'apply' : 'plan',
        ...inputs,
      },
      { env: { ...environmentOf(event, api), ...env }, clock: stillClock(), after: comment },
    );
  return {
    server,
    api,
    files,
    run,
    review: (number = 7, inputs = {}) => run(plan, pullRequest(number), inputs),
    merged: (event = push(before, merge), inputs = {}) => run(apply, event, inputs),
  };
}

const done = ({ outcomes }: Facts): Record<string, string> =>
  Object.fromEntries((outcomes ?? []).map(({ change, status }) => [change.id, status]));

/** Says that nothing was written, and why. */
function refused({ server }: Team, facts: Facts): string {
  expect(facts.outcomes).toBeNull();
  expect(writes(server)).toEqual([]);
  expect(facts.problems).toHaveLength(1);
  return facts.problems[0] ?? '';
}

describe('with only-reviewed', () => {
  it('a merge is applied as its plan showed', async () => {
    const { review, merged, api } = await team();
    expect((await review()).problems).toEqual([]);
    const facts = await merged();
    expect(facts.problems).toEqual([]);
    expect(done(facts)).toEqual({ score: 'applied' });
    expect(api.requests.filter((line) => line.includes('/pulls'))).toHaveLength(1);
  });

  it.each<readonly [string, (of: Team) => Happening]>([
    [
      'a squash',
      ({ api }) => {
        api.commits.set(sha('squash'), [before]);
        api.heads.set('main', sha('squash'));
        api.pulls.splice(0, 1, { number: 7, mergeCommit: sha('squash') });
        return push(before, sha('squash'));
      },
    ],
    [
      'a rebase',
      ({ api }) => {
        api.commits.set(sha('one'), [before]).set(sha('two'), [sha('one')]);
        api.heads.set('main', sha('two'));
        api.pulls.splice(0, 1, { number: 7, mergeCommit: sha('two'), commits: [sha('one')] });
        return push(before, sha('two'));
      },
    ],
    [
      'a rebase whose last commit belongs to an older one, too',
      ({ api }) => {
        api.commits.set(sha('one'), [before]).set(sha('two'), [sha('one')]);
        api.heads.set('main', sha('two'));
        api.pulls.splice(
          0,
          1,
          { number: 5, mergeCommit: sha('old'), commits: [sha('two')], mergedAt: '2026-01-01T00:00:00Z' },
          { number: 6, mergeCommit: sha('open'), commits: [sha('two')], mergedAt: null },
          { number: 7, mergeCommit: sha('x'), commits: [sha('one'), sha('two')] },
          { number: 8, mergeCommit: sha('y'), commits: [sha('two')], base: 'develop' },
        );
        return push(before, sha('two'));
      },
    ],
    ['the event of the merge', () => pullRequest(7, merge)],
    ['a branch that was made by the push', () => push('0'.repeat(40), merge)],
    ['a start by hand', () => ({ ...push(before, merge), name: 'workflow_dispatch', payload: {} })],
  ])('%s finds its plan', async (_what, happens) => {
    const all = await team();
    await all.review();
    const facts = await all.merged(happens(all));
    expect(facts.problems).toEqual([]);
    expect(done(facts)).toEqual({ score: 'applied' });
    expect(facts.pullRequests).toEqual([7]);
  });

  it('a group of a merge queue may do what any of its pull requests showed, and no more', async () => {
    const all = await team();
    const { files, review, api, merged } = all;
    await review(7);
    write(files, 'plays/score.yml', play({ limit: 5 }));
    write(files, 'plays/more.yml', play({ name: 'More' }));
    // the second one was reviewed on a branch without the first
    const alone = { ...all, files: repository({ 'plays/more.yml': play({ name: 'More' }) }) };
    await tell(
      plan,
      all.server,
      alone.files,
      { comment: 'true', 'github-token': 'ghs_test', policy: 'upsert-only' },
      { env: environmentOf(pullRequest(8), api), after: comment },
    );
    api.commits.set(sha('queue'), [merge, sha('other')]).set(sha('other'), [before]);
    api.heads.set('main', sha('queue'));
    api.pulls.push({ number: 8, mergeCommit: sha('queue'), commits: [sha('other')] });
    const event = push(before, sha('queue'));
    expect(refused(all, await merged(event))).toContain('#8, #7');
    write(files, 'plays/score.yml', play());
    const facts = await merged(event);
    expect(done(facts)).toEqual({ score: 'applied', more: 'applied' });
    expect(api.comments.map(({ body }) => /\[run\]\(.*runs\/42\)/.test(body))).toEqual([true, true]);
  });

  it('what was changed in Cargo since is refused, and nothing is written', async () => {
    const all = await team({ 'plays/score.yml': play({ limit: 5 }) });
    await tell(apply, all.server, all.files, {});
    const since = all.server.requests.length;
    write(all.files, 'plays/score.yml', play({ limit: 6 }));
    await all.review();
    await tell(apply, all.server, repository({ 'plays/score.yml': play({ limit: 7 }) }), {
      policy: 'upsert-only',
    });
    const wrote = writes(all.server, since).length;
    const facts = await all.merged();
    expect(writes(all.server, since)).toHaveLength(wrote);
    expect(facts.problems).toEqual([
      expect.stringMatching(/not the one that was reviewed on #7.*new pull request/s),
    ]);
    expect(facts.review?.deviations).toEqual([
      {
        id: 'score',
        reviewed: { kind: 'update', parts: ['limit'] },
        now: { kind: 'update', parts: [{ name: 'limit', state: 'moved' }] },
      },
    ]);
    // the comment tells it, and keeps what was reviewed: once it is undone, the job can be run again
    expect(all.api.comments[0]?.body).toContain('### Reviewed and present plan');
    await tell(apply, all.server, repository({ 'plays/score.yml': play({ limit: 5 }) }), {
      policy: 'upsert-only',
    });
    expect(done(await all.merged())).toEqual({ score: 'applied' });
    expect(all.api.comments).toHaveLength(1);
  });

  it.each<readonly [string, Given]>([
    ['variables', { variables: 'LIMIT: 7' }],
    ['the policy', { policy: 'sync' }],
  ])('what other %s would do is refused', async (_what, inputs) => {
    const all = await team({ 'plays/score.yml': play().concat("limit: '${{ vars.LIMIT }}'\n") });
    const { server, review, merged } = all;
    if (inputs['policy'] !== undefined) {
      await tell(apply, server, repository({ 'plays/gone.yml': play({ name: 'Gone' }) }), {});
    }
    await review(7, { variables: 'LIMIT: 5' });
    const since = server.requests.length;
    const facts = await merged(undefined, { variables: 'LIMIT: 5', ...inputs });
    expect(writes(server, since)).toEqual([]);
    expect(facts.problems).toHaveLength(1);
    const [deviation] = facts.review?.deviations ?? [];
    expect(deviation?.now?.kind).toBe(inputs['policy'] === undefined ? 'create' : 'delete');
  });

  it('a run that ended half way is gone on with', async () => {
    const all = await team({ 'plays/score.yml': play(), 'plays/more.yml': play({ name: 'More' }) });
    await all.review();
    await tell(apply, all.server, repository({ 'plays/more.yml': play({ name: 'More' }) }), {});
    const facts = await all.merged();
    expect(facts.problems).toEqual([]);
    expect(done(facts)).toEqual({ more: 'unchanged', score: 'applied' });
    // and a second time there is nothing to do, so nothing to review
    const asked = all.api.requests.length;
    const again = await all.merged(undefined, { comment: 'false', policy: 'create-only' });
    expect(done(again)).toEqual({ more: 'unchanged', score: 'unchanged' });
    expect(all.api.requests).toHaveLength(asked);
  });

  describe('what an earlier pull request showed and no run has applied', () => {
    const [second, third] = [sha('second'), sha('third')];
    const more = play({ name: 'More' });

    /** Two pull requests, reviewed before any of them was merged, the second one on a branch without the first. */
    async function twoReviewed(): Promise<Team> {
      const all = await team();
      await all.review();
      await tell(
        plan,
        all.server,
        repository({ 'plays/more.yml': more }),
        { comment: 'true', 'github-token': 'ghs_test', policy: 'upsert-only', 'only-reviewed': 'true' },
        { env: environmentOf(pullRequest(8), all.api), after: comment },
      );
      all.api.commits.set(second, [merge]);
      all.api.heads.set('main', second);
      all.api.pulls.push({ number: 8, mergeCommit: second });
      return all;
    }

    /** The second one is merged, too. */
    const mergedToo = (all: Team, inputs: Given = {}): Promise<Facts> => {
      write(all.files, 'plays/more.yml', more);
      return all.merged(push(merge, second), inputs);
    };

    it('is done by the run after one that was stale or cancelled', async () => {
      const all = await twoReviewed();
      expect((await all.merged()).isStale).toBe(true);
      expect(writes(all.server)).toEqual([]);
      const facts = await mergedToo(all);
      expect(facts.problems).toEqual([]);
      expect(done(facts)).toEqual({ more: 'applied', score: 'applied' });
      expect(facts.pullRequests).toEqual([8, 7]);
      expect(all.api.comments.map(({ body }) => /\[run\]\(.*runs\/42\)/.test(body))).toEqual([true, true]);
    });

    it('is done by the run after one that failed', async () => {
      const all = await twoReviewed();
      all.api.heads.set('main', merge);
      const path = /plays/;
      all.server.faults.add({ method: 'POST', path, times: Infinity, act: { kind: 'status', status: 400 } });
      expect(done(await all.merged())).toEqual({ score: 'failed' });
      all.server.faults.clear();
      all.api.heads.set('main', second);
      expect(done(await mergedToo(all))).toEqual({ more: 'applied', score: 'applied' });
    });

    it('is done after a pull request that changes no play, and after a direct push', async () => {
      const all = await twoReviewed();
      await all.merged();
      all.api.pulls.splice(1, 1, { number: 9, mergeCommit: second });
      all.api.commits.set(third, [second]);
      all.api.heads.set('main', third);
      expect(done(await all.merged(push(second, third)))).toEqual({ score: 'applied' });
    });

    it('is no licence for a change that was applied already and has come undone', async () => {
      const all = await twoReviewed();
      all.api.heads.set('main', merge);
      expect(done(await all.merged())).toEqual({ score: 'applied' });
      all.server.store.plays.clear();
      all.api.heads.set('main', second);
      const since = all.server.requests.length;
      const facts = await mergedToo(all);
      expect(writes(all.server, since)).toEqual([]);
      expect(facts.problems).toEqual([expect.stringContaining('not the one that was reviewed on #8')]);
    });

    it('does not count where no comment tells what was applied', async () => {
      const all = await twoReviewed();
      await all.merged();
      const facts = await mergedToo(all, { comment: 'false' });
      expect(refused(all, facts)).toContain('not the one that was reviewed on #8');
    });

    it('does not count beside what nobody reviewed', async () => {
      const all = await twoReviewed();
      await all.merged();
      write(all.files, 'plays/third.yml', play({ name: 'Third' }));
      expect(refused(all, await mergedToo(all))).toContain('not the one that was reviewed on #8');
    });
  });

  describe('a workflow', () => {
    const withWorkflow = (size: number): string =>
      play({
        enabled: true,
        workflow: {
          nodes: [
            { slug: 'is_big', filter: `{{nodes.start.employee_count > ${String(size)}}}` },
            {
              slug: 'company',
              connector: 'clearbit_main',
              action: 'enrichCompanyFromDomain',
              config: { domain: '{{nodes.start.domain}}' },
            },
            { slug: 'fit', agent: 'Account scorer', config: { prompt: 'A, B or C?' } },
          ],
        },
      });

    it('is deployed as it was reviewed, over what Cargo made of the one before', async () => {
      const all = await team({ 'plays/score.yml': withWorkflow(5) });
      await tell(apply, all.server, all.files, {});
      write(all.files, 'plays/score.yml', withWorkflow(6));
      await all.review();
      // whatever it adds to what it keeps, and however it lists it, the reviewed change is the same
      for (const [uuid, release] of all.server.store.deployed) {
        const { nodes: kept } = release as { nodes: object[] };
        const moved = kept.map((node) => ({ ...node, position: { x: 1, y: 2 }, createdAt: 'now' })).reverse();
        all.server.store.deployed.set(uuid, { ...release, nodes: moved });
      }
      const facts = await all.merged();
      expect(facts.problems).toEqual([]);
      expect(facts.plan?.changes).toMatchObject([
        { kind: 'update', workflow: { workflow: { kind: 'deploy' } } },
      ]);
      expect(done(facts)).toEqual({ score: 'applied' });
    });

    it('that was changed in Cargo since is refused', async () => {
      const all = await team({ 'plays/score.yml': withWorkflow(5) });
      await tell(apply, all.server, all.files, {});
      write(all.files, 'plays/score.yml', withWorkflow(6));
      await all.review();
      await tell(apply, all.server, repository({ 'plays/score.yml': withWorkflow(7) }), {
        policy: 'upsert-only',
      });
      expect((await all.merged()).review?.deviations).toMatchObject([
        { id: 'score', now: { kind: 'update', parts: [{ name: 'workflow', state: 'moved' }] } },
      ]);
    });

    it('that could not be deployed is deployed by the next run', async () => {
      const all = await team({ 'plays/score.yml': withWorkflow(5) });
      await all.review();
      const path = /releases/;
      all.server.faults.add({ method: 'POST', path, times: Infinity, act: { kind: 'status', status: 400 } });
      expect(done(await all.merged())).toEqual({ score: 'failed' });
      expect(all.api.comments[0]?.body).toMatch(/^<!-- .* -->\n## ❌/);
      all.server.faults.clear();
      const facts = await all.merged();
      expect(facts.problems).toEqual([]);
      expect(facts.plan?.changes).toMatchObject([{ kind: 'update' }]);
      expect(done(facts)).toEqual({ score: 'applied' });
    });
  });

  it('a play that waits for one that is made first is what was reviewed, once that exists', async () => {
    const waits = { schedule: { type: 'dependency', play: 'first' } };
    const all = await team({ 'plays/second.yml': play({ name: 'Second' }) });
    await tell(apply, all.server, all.files, {});
    write(all.files, 'plays/first.yml', play({ name: 'First' }));
    write(all.files, 'plays/second.yml', play({ name: 'Second', ...waits }));
    await all.review();
    await tell(apply, all.server, repository({ 'plays/first.yml': play({ name: 'First' }) }), {});
    const facts = await all.merged();
    expect(facts.problems).toEqual([]);
    expect(done(facts)).toEqual({ first: 'unchanged', second: 'applied' });
  });

  it('a plan of a job with another name is found', async () => {
    const all = await team();
    await all.run(plan, pullRequest(7), {}, { GITHUB_JOB: 'check' });
    expect(done(await all.merged())).toEqual({ score: 'applied' });
    expect(all.api.comments).toHaveLength(1);
    expect(all.api.comments[0]?.body).toMatch(/^<!-- cargo-plays \S+ \S+ check -->\n.*1 created/);
  });

  describe('nothing is written', () => {
    it('where the commit came without a pull request', async () => {
      const all = await team();
      await all.review();
      all.api.pulls.length = 0;
      expect(refused(all, await all.merged())).toMatch(
        /no merged pull request belongs to the commit 6d65726/,
      );
      // GitHub may take a moment to know it
      expect(all.api.requests.filter((line) => line.includes(`${merge}/pulls`))).toHaveLength(3);
    });

    it('where the pull request has no comment', async () => {
      const all = await team();
      expect(refused(all, await all.merged())).toMatch(/#7 has no comment with a plan/);
      expect(all.api.comments).toEqual([]);
    });

    it('where the last plan failed', async () => {
      const all = await team();
      await all.review();
      write(all.files, 'plays/score.yml', play({ limit: 0 }));
      await all.review();
      write(all.files, 'plays/score.yml', play());
      expect(refused(all, await all.merged())).toMatch(/the comment on #7 holds no plan/);
    });

    it('where the comment is somebody else’s', async () => {
      const all = await team();
      await all.review();
      all.api.comments[0]!.user = { login: 'mallory', type: 'User' };
      expect(refused(all, await all.merged())).toMatch(/#7 has no comment with a plan/);
    });

    it('where the comment is of a user who is called as the app of the token', async () => {
      const all = await team();
      await all.review();
      all.api.comments[0]!.user = { login: 'github-actions', type: 'User' };
      expect(refused(all, await all.merged())).toMatch(/#7 has no comment with a plan/);
      expect(all.api.comments).toHaveLength(1);
      expect(all.api.comments[0]?.body).not.toContain('❌');
    });

    it.each([403, 404])('where the token may not read (%i)', async (status) => {
      const all = await team();
      await all.review();
      all.api.trouble.push(null, status, status);
      expect(refused(all, await all.merged())).toMatch(
        /permissions: { contents: read, pull-requests: read }/,
      );
    });

    it('where GitHub does not get well', async () => {
      const all = await team();
      await all.review();
      all.api.trouble.push(null, ...Array.from({ length: 3 }, () => 500));
      expect(refused(all, await all.merged())).toMatch(/could not be read.*Run this job again/);
    });

    it('without a token', async () => {
      const all = await team();
      await all.review();
      const asked = all.api.requests.length;
      const facts = await all.merged(undefined, { 'github-token': '', comment: 'false' });
      expect(refused(all, facts)).toContain('`github-token`');
      expect(all.api.requests).toHaveLength(asked);
    });
  });

  it('GitHub may have trouble once', async () => {
    const all = await team();
    await all.review();
    all.api.trouble.push(500, null, 502);
    expect(done(await all.merged())).toEqual({ score: 'applied' });
  });

  it('a plan without a comment is refused before the merge', async () => {
    const { review, run } = await team();
    await expect(review(7, { comment: 'false' })).rejects.toThrow('Set `comment: true`');
    const nightly = { ...push(before, merge), name: 'schedule', payload: {} };
    expect((await run(plan, nightly, { comment: 'false' })).problems).toEqual([]);
  });
});

describe('the comment after the merge', () => {
  const plain = { 'only-reviewed': 'false' };

  it('becomes the result, with the uuids and a link to the run', async () => {
    const { review, merged, api } = await team();
    await review(7, plain);
    const [planned] = api.comments;
    const id = planned?.id;
    const line = planned?.body.trimEnd().split('\n').at(-1) ?? '';
    const facts = await merged(undefined, plain);
    const uuid = facts.outcomes?.[0]?.play?.uuid ?? '?';
    expect(api.comments.map((each) => each.id)).toEqual([id]);
    const body = api.comments[0]?.body ?? '';
    expect(body).toMatch(/^<!-- cargo-plays \S+ \S+ plays -->\n## ✅ Cargo plays: 1 created/);
    expect(body).toContain(`<code>${uuid}</code>`);
    expect(body).toContain('[run](https://github.com/acme/revenue/actions/runs/42)');
    expect(line).toMatch(/^<!-- cargo-plays-reviewed /);
    expect(body.trimEnd().split('\n').at(-1)).toBe(line);
  });

  it('tells a failure, before the workspace is known, too', async () => {
    const { review, merged, api, files } = await team();
    await review(7, plain);
    const line = api.comments[0]?.body.trimEnd().split('\n').at(-1);
    write(files, 'plays/score.yml', play({ limit: 0 }));
    await merged(undefined, plain);
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).toMatch(/^<!-- \S+ \S+ \S+ plays -->\n## ❌ Cargo plays: .*1 error/);
    expect(api.comments[0]?.body.trimEnd().split('\n').at(-1)).toBe(line);
  });

  it('is not made where the plan had none', async () => {
    const { merged, api } = await team();
    expect((await merged(undefined, plain)).warnings).toEqual([]);
    expect(api.comments).toEqual([]);
  });

  it('that may not be written is a warning', async () => {
    const { review, merged, api } = await team();
    await review(7, plain);
    api.refuseWith = 403;
    const facts = await merged(undefined, plain);
    expect(facts.warnings).toEqual([expect.stringContaining('pull-requests: write')]);
    expect(facts.problems).toEqual([]);
  });

  it('is nobody else’s', async () => {
    const { review, merged, api } = await team();
    await review(7, plain);
    api.comments[0]!.user = { ...bot, login: 'mallory' };
    const { body } = api.comments[0]!;
    await merged(undefined, plain);
    expect(api.comments.map((each) => each.body)).toEqual([body]);
  });
});

describe('a stale run', () => {
  const plain = { 'only-reviewed': 'false', comment: 'false' };
  const asked = ({ api }: Team): number => api.requests.filter((line) => line.includes('/git/ref/')).length;

  it.each(['upsert-only', 'sync'])('only plans with %s, and says so', async (policy) => {
    const all = await team();
    all.api.heads.set('main', sha('newer'));
    const facts = await all.merged(undefined, { ...plain, policy });
    expect(writes(all.server)).toEqual([]);
    expect(facts).toMatchObject({ mode: 'plan', outcomes: null, problems: [] });
    expect(facts.notices[0]).toMatch(/only planned.*6d65726.*the branch main is at 6e65776/);
    expect(facts.plan?.changes.map(({ kind }) => kind)).toEqual(['create']);
    expect(asked(all)).toBe(1);
  });

  it('leaves the comment as it is', async () => {
    const all = await team();
    await all.review();
    const { body } = all.api.comments[0]!;
    all.api.heads.set('main', sha('newer'));
    await all.merged();
    expect(all.api.comments[0]?.body).toBe(body);
  });

  it.each<readonly [string, Given, Happening, number]>([
    ['the newest commit', {}, push(before, merge), 1],
    ['with allow-stale', { 'allow-stale': 'true' }, push(before, sha('old')), 0],
    ['with create-only', { policy: 'create-only' }, push(before, sha('old')), 0],
    ['without a token', { 'github-token': '' }, push(before, sha('old')), 0],
    ['started by hand', {}, { ...push(before, sha('old')), name: 'workflow_dispatch', payload: {} }, 0],
    [
      'of a tag',
      {},
      { ...push(before, merge), env: { GITHUB_REF: 'refs/tags/v1', GITHUB_SHA: sha('old') } },
      0,
    ],
  ])('is none: %s', async (_what, inputs, event, requests) => {
    const all = await team();
    const facts = await all.merged(event, { ...plain, ...inputs });
    expect(done(facts)).toEqual({ score: 'applied' });
    expect(asked(all)).toBe(requests);
  });

  it.each<readonly [string, number[], RegExp]>([
    ['GitHub has trouble', [500, 500, 500], /is not known.*applies its commit all the same/],
    ['the token may not read', [403], /permissions: { contents: read }/],
  ])('is not known where %s: the run goes on with a notice', async (_what, trouble, notice) => {
    const all = await team();
    all.api.trouble.push(...trouble);
    const facts = await all.merged(undefined, plain);
    expect(facts.notices[0]).toMatch(notice);
    expect(done(facts)).toEqual({ score: 'applied' });
  });

  it('is not known: with only-reviewed nothing is written', async () => {
    const all = await team();
    await all.review();
    all.api.trouble.push(403);
    expect(refused(all, await all.merged())).toMatch(/^Nothing was written.*main has moved on/);
  });
});
