import { describe, expect, it } from 'vitest';
import { act, counts, play, repository, sandbox, write, writes } from '../support/action.ts';
import { github } from '../support/github.ts';
import { pullRequest, push, sha } from '../support/merges.ts';
import type { Happening } from '../support/merges.ts';

const before = sha('before');
const squash = sha('squash');

describe('from a pull request to its result', () => {
  it('only what was reviewed is applied, once, and a run that is stale by then only plans', async () => {
    const [server, api] = [await sandbox(), await github()];
    const files = repository({ 'plays/score.yml': play({ limit: 5 }) });
    api.commits.set(before, []).set(squash, [before]);
    api.heads.set('main', squash);
    api.pulls.push({ number: 7, mergeCommit: squash });
    const run = ({ name, payload, env }: Happening, inputs: Readonly<Record<string, string>> = {}) =>
      act(
        server,
        files,
        { comment: 'true', 'github-token': 'ghs_test', policy: 'sync', 'only-reviewed': 'true', ...inputs },
        { event: { name, payload }, env: { GITHUB_API_URL: api.url, ...env } },
      );

    const plan = await run(pullRequest(7));
    expect(plan.code, plan.stdout).toBe(0);
    expect(writes(server)).toEqual([]);

    write(files, 'plays/more.yml', play({ name: 'More' }));
    const refused = await run(push(before, squash));
    expect(refused.code).toBe(1);
    expect(writes(server)).toEqual([]);
    expect(counts(refused)).toEqual({ notAttempted: 2 });
    expect(refused.stdout).toMatch(/^more: reviewed no change; now create \(.*name.*\)$/m);
    expect(refused.stdout).toMatch(/^::error title=Cargo plays::Nothing was written.*reviewed on #7/m);
    expect(refused.summary).toContain('### Reviewed and present plan');
    expect(refused.summary).toMatch(/\| <code>more<\/code> \| no change \| create \(/);
    expect(refused.summary).toMatch(/### What to do next\n\n- .*plan job/);
    expect(api.comments[0]?.body).toContain('### Reviewed and present plan');

    write(files, 'plays/more.yml', '# not yet\n');
    const nothing = await run(push(before, squash), { plays: 'plays/score.yml', owner: 'acme/revenue' });
    expect(nothing.code, nothing.stdout).toBe(0);
    expect(counts(nothing)).toEqual({ create: 1 });
    expect(api.comments).toHaveLength(1);
    expect(api.comments[0]?.body).toMatch(/^<!-- .*\n## ✅ Cargo plays: 1 created/);
    expect(api.comments[0]?.body).toContain(nothing.outputs['score']);

    write(files, 'plays/more.yml', play({ name: 'More' }));
    api.heads.set('main', sha('newer'));
    const wrote = writes(server).length;
    const stale = await run(push(before, squash));
    expect(stale.code, stale.stdout).toBe(0);
    expect(writes(server)).toHaveLength(wrote);
    expect(stale.stdout).toMatch(/^::notice title=Cargo plays::This run only planned/m);
    expect(counts(stale)).toEqual({ create: 1, none: 1 });
    expect(stale.summary).toMatch(/^## .*this run is stale, so it only planned — 1 to create/);
    expect(stale.summary).toContain('the branch main is at');
  });
});
