import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../../dev/runner.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { bot, github } from '../support/github.ts';
import type { Comment, GitHub } from '../support/github.ts';
import { startProxy } from '../support/proxy.ts';
import { act, manyPlays, play, repository, sandbox, write, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';

const pullRequest = {
  name: 'pull_request',
  payload: {
    action: 'synchronize',
    pull_request: {
      number: 7,
      head: { sha: '1234567890123456789012345678901234567890', repo: { full_name: 'acme/revenue' } },
      base: { repo: { full_name: 'acme/revenue' } },
      user: { login: 'ada' },
    },
    repository: { full_name: 'acme/revenue' },
  },
};

function planned(
  server: Sandbox,
  files: string,
  api: GitHub,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
  run = actHere,
): Promise<ActionRun> {
  const all = { comment: 'true', 'github-token': 'ghs_test', policy: 'sync', ...inputs };
  return run(server, files, all, { event: pullRequest, env: { GITHUB_API_URL: api.url, ...env } });
}

const ours = ({ comments }: GitHub): Comment[] =>
  comments.filter(({ user, body }) => user.login === bot.login && body.includes('cargo-plays'));

const others = (amount: number, marker = ''): Comment[] =>
  Array.from({ length: amount }, (_, index) => ({
    id: index + 1,
    body: `${marker}Comment ${String(index)}`,
    user: { login: `user-${String(index)}`, type: 'User' },
  }));

describe('the comment on a pull request', () => {
  it('goes through a proxy, and so do requests to Cargo', async () => {
    const server = await sandbox();
    const api = await github();
    const proxy = await startProxy();
    const address = `http://ada:${proxy.password}@127.0.0.1:${String(proxy.port)}`;
    const env = {
      GITHUB_API_URL: api.url.replace('127.0.0.1', '0.0.0.0'),
      http_proxy: address,
      https_proxy: address,
    };
    const files = repository({ 'plays/score.yml': play() });
    const run = await planned(server, files, api, {}, env, act);
    expect(run.code, run.stdout).toBe(0);
    expect(ours(api)).toHaveLength(1);
    expect(proxy.passed).toBeGreaterThan(0);

    proxy.refuse = true;
    const cargo = { 'base-url': 'https://cargo.test/v1', retries: '0' };
    const refused = await planned(server, files, api, cargo, env, act);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('the proxy refused it');
    expect(run.stdout + refused.stdout + refused.summary).not.toContain(proxy.password);
  });

  it('is made once, updated in place, and short when there is nothing left to do', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    const run = await planned(server, files, api, {}, {}, act);
    expect(run.code, run.stdout).toBe(0);
    const [comment] = ours(api);
    expect(comment?.body).toMatch(/^<!-- cargo-plays acme%2Frevenue \S+ plays -->\n## .*1 to create/);
    expect(comment?.body).toContain('**Score new accounts**');
    expect(comment?.body).toContain('commit 1234567');
    expect(writes(server)).toEqual([]);

    write(files, 'plays/more.yml', play({ name: 'More' }));
    await planned(server, files, api);
    expect(ours(api).map(({ id, body }) => [id, body.includes('2 to create')])).toEqual([
      [comment?.id, true],
    ]);

    await actHere(server, files);
    await planned(server, files, api);
    expect(ours(api)).toHaveLength(1);
    expect(ours(api)[0]?.body).toMatch(
      /^<!-- .* -->\n✅ Cargo plays: no changes\. All 2 plays match their definitions\./,
    );
    expect(
      ours(api)[0]
        ?.body.replace(/\n<!-- cargo-plays-reviewed .*-->\n$/, '')
        .split('\n'),
    ).toHaveLength(3);
  });

  it('is not made where there is nothing to do', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    await actHere(server, files);
    await planned(server, files, api);
    expect(api.comments).toEqual([]);
  });

  it('is found among 150 others over all pages', async () => {
    const server = await sandbox();
    const api = await github(others(150));
    const files = repository({ 'plays/score.yml': play() });
    await planned(server, files, api);
    api.comments.push(...others(120).map((comment) => ({ ...comment, id: comment.id + 1_000 })));
    write(files, 'plays/more.yml', play({ name: 'More' }));
    await planned(server, files, api);
    expect(ours(api)).toHaveLength(1);
    expect(ours(api)[0]?.body).toContain('2 to create');
    expect(api.requests.filter((line) => line.includes('page=3'))).toHaveLength(1);
  });

  it("is never somebody else's, even with our marker", async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    await planned(server, files, api);
    const marker = api.comments[0]?.body.split('\n')[0] ?? '';
    api.comments.length = 0;
    api.comments.push(...others(1, `${marker}\n`));
    await planned(server, files, api);
    expect(api.comments[0]?.body).toBe(`${marker}\nComment 0`);
    expect(ours(api)).toHaveLength(1);
  });

  it('is one for each owner, workspace and job', async () => {
    const [staging, production] = [await sandbox(), await sandbox()];
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    await planned(staging, files, api);
    await planned(staging, files, api, { owner: 'acme/other' });
    await planned(staging, files, api, {}, { GITHUB_JOB: 'another' });
    expect(ours(api)).toHaveLength(3);
    // the demo workspaces have one uuid, so this is the first comment again
    await planned(production, files, api);
    expect(ours(api)).toHaveLength(3);
  });

  it('is one even where a race made two', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    await planned(server, files, api);
    const [first] = api.comments;
    if (first !== undefined) api.comments.push({ ...first, id: 99 });
    await planned(server, files, api);
    expect(ours(api).map(({ id }) => id)).toEqual([first?.id]);
  });

  it('tells mistakes and refusals', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play({ limit: 0 }) });
    const run = await planned(server, files, api);
    expect(run.code).toBe(1);
    expect(ours(api)[0]?.body).toContain('1 error in the definitions');
    expect(ours(api)[0]?.body).toContain('wrong-limit');
  });

  it('is the same one when a push breaks a definition, and when the next mends it', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play() });
    await planned(server, files, api);
    const [first] = ours(api);
    const bodies = async (otherwise: Readonly<Record<string, string>> = {}): Promise<string[]> => {
      await planned(server, files, api, otherwise);
      expect(ours(api).map(({ id }) => id)).toEqual([first?.id]);
      return ours(api)[0]?.body.split('\n') ?? [];
    };
    const [marker = ''] = first?.body.split('\n') ?? [];

    write(files, 'plays/score.yml', play({ limit: 0 }));
    expect(await bodies()).toEqual(expect.arrayContaining([marker, expect.stringContaining('wrong-limit')]));
    write(files, 'plays/score.yml', play({ model: 'nowhere', modelUuid: undefined }));
    expect(await bodies()).toEqual(
      expect.arrayContaining([marker, expect.stringContaining('unknown-model')]),
    );
    expect(await bodies({ plays: 'elsewhere/*.yml' })).toContain(marker);
    expect(await bodies({ 'api-token': 'cargo_not_the_right_one' })).toContain(marker);
    write(files, 'plays/score.yml', play());
    const mended = await bodies();
    expect(mended[0]).toBe(marker);
    expect(mended.join('\n')).toMatch(/1 to create/);
    expect(mended.join('\n')).not.toMatch(/fail|wrong/i);
  });

  it('of a first push that is broken becomes the plan of the next', async () => {
    const server = await sandbox();
    const api = await github();
    const files = repository({ 'plays/score.yml': play({ limit: 0 }) });
    await planned(server, files, api, { 'api-token': 'cargo_not_the_right_one' });
    expect(ours(api)).toHaveLength(1);
    write(files, 'plays/score.yml', play());
    await planned(server, files, api);
    expect(ours(api)).toHaveLength(1);
    expect(ours(api)[0]?.body).toContain('1 to create');
  });

  it.each([403, 404])(
    'that may not be written (%i) is a warning that names the permission',
    async (status) => {
      const server = await sandbox();
      const api = await github();
      api.refuseWith = status;
      const run = await planned(server, repository({ 'plays/score.yml': play() }), api, {}, {}, act);
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(/^::warning .*pull-requests: write/m);
      expect(run.summary).toContain('pull-requests&#58; write');
      expect(run.stdout).not.toContain('ghs_test');
    },
  );

  it('goes to a GitHub Enterprise', async () => {
    const server = await sandbox();
    const api = await github([], '/api/v3');
    const run = await planned(server, repository({ 'plays/score.yml': play() }), api);
    expect(run.stdout).not.toContain('::warning');
    expect(ours(api)).toHaveLength(1);
    expect(api.requests[0]).toBe('POST /api/graphql');
  });

  it('is cut below the limit with the counts first', async () => {
    const server = await sandbox();
    const api = await github();
    const filter = {
      conjonction: 'and',
      groups: [
        {
          conjonction: 'and',
          conditions: Array.from({ length: 40 }, (_, index) => ({
            kind: 'string',
            columnSlug: 'domain',
            operator: 'is',
            values: [`${'x'.repeat(60)}${String(index)}`],
          })),
        },
      ],
    };
    const names = Object.keys(manyPlays(60));
    const files = repository(
      Object.fromEntries(names.map((path) => [path, play({ name: `${path} ${'|'.repeat(60)}` })])),
    );
    await actHere(server, files, { parallelism: '32' });
    for (const path of names) write(files, path, play({ name: `${path} ${'|'.repeat(60)}`, filter }));
    const run = await planned(server, files, api);
    expect(run.code, run.stdout).toBe(0);
    const [comment] = ours(api);
    expect(Buffer.byteLength(comment?.body ?? '')).toBeLessThan(65_536);
    expect(comment?.body.split('\n')[1]).toContain('60 to update');
  });

  it.each([
    ['apply', { mode: 'apply' }, pullRequest],
    ['without `comment`', { comment: 'false' }, pullRequest],
    ['off a pull request', { mode: 'plan' }, { name: 'push', payload: {} }],
  ])('is not touched %s', async (_what, inputs, event) => {
    const server = await sandbox();
    const api = await github();
    const run = await actHere(
      server,
      repository({ 'plays/score.yml': play() }),
      { comment: 'true', 'github-token': 'ghs_test', ...inputs },
      { event, env: { GITHUB_API_URL: api.url } },
    );
    expect(run.code, run.stdout).toBe(0);
    expect(api.requests).toEqual([]);
  });

  it('is given up when the run is cancelled', async () => {
    const server = await sandbox();
    const api = await github();
    api.silent = true;
    const started = performance.now();
    const run = await act(
      server,
      repository({ 'plays/score.yml': play() }),
      { comment: 'true', 'github-token': 'ghs_test' },
      {
        event: pullRequest,
        env: { GITHUB_API_URL: api.url },
        onStart: (child) => {
          const timer = setInterval(() => {
            if (!api.requests.some((line) => line.startsWith('GET'))) return;
            clearInterval(timer);
            child.kill('SIGINT');
          }, 20);
        },
      },
    );
    expect(run.code).toBe(1);
    expect(performance.now() - started).toBeLessThan(7_000);
    expect(run.outputs['counts']).toContain('"create":1');
    expect(run.summary).toContain('Score new accounts');
  });
});
