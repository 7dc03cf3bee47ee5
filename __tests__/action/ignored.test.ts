import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { counts, play, plays, repository, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { made } from '../support/policy-table.ts';

/** Takes a column off the model `accounts`. */
function dropColumn(server: Sandbox, slug: string): void {
  const model = server.store.models.get(demoUuids.models.accounts);
  expect(model?.columns.some((column) => column.slug === slug)).toBe(true);
  if (model !== undefined) model.columns = model.columns.filter((column) => column.slug !== slug);
}

/** A key, its value, what happens in Cargo after the play is made, and what is then wrong with the value. */
const cases: readonly [key: string, value: unknown, change: (server: Sandbox) => void, code: string][] = [
  [
    'folder',
    'GTM / Scoring',
    (server) => {
      server.store.folders.delete(demoUuids.folders.scoring);
    },
    'unknown-folder',
  ],
  [
    'trackingColumnSlugs',
    ['industry'],
    (server) => {
      dropColumn(server, 'industry');
    },
    'unknown-column',
  ],
  [
    'sort',
    [{ columnSlug: 'industry', kind: 'asc' }],
    (server) => {
      dropColumn(server, 'industry');
    },
    'unknown-column',
  ],
];

describe('an ignored key whose value Cargo no longer has', () => {
  it.each(cases)('%s is no mistake once the play exists', async (key, value, change, code) => {
    const server = await sandbox();
    const upsert = { policy: 'upsert-only', reach: 'false' };
    const ignoring = (ignore: string[] | undefined): string =>
      repository({ 'plays/score.yml': play({ [key]: value, ignore }) });
    expect(counts(await actHere(server, ignoring([key]), upsert))).toEqual({ create: 1 });
    change(server);
    const written = writes(server).length;

    const again = await actHere(server, ignoring([key]), upsert);
    expect(again.code, again.stdout).toBe(0);
    expect(counts(again)).toEqual({ none: 1 });
    const pulled = await actHere(server, ignoring([key]), { mode: 'pull', pull: 'drifted' });
    expect(pulled.code, pulled.stdout).toBe(0);

    // what is not ignored is checked, and so is what is to be set
    const notIgnored = await actHere(server, ignoring(undefined), upsert);
    expect(notIgnored.stdout).toContain(`error ${code}: `);
    server.store.plays.clear();
    const made = await actHere(server, ignoring([key]), upsert);
    expect(made.stdout).toContain(`error ${code}: `);
    expect([notIgnored.code, made.code]).toEqual([1, 1]);
    expect(writes(server).length).toBe(written);
  });
});

describe('an ignored workflow', () => {
  const enabled = {
    enabled: true,
    workflow: { nodes: [{ slug: 'has_domain', filter: '{{nodes.start.domain}}' }] },
    ignore: ['workflow'],
  };

  it('is there for the check of `enabled`, on a play that is left as it is and has nothing deployed', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, limit: 5 });
    const run = await actHere(server, repository({ 'plays/score.yml': play(enabled) }));
    expect([run.code, plays(run)['score']?.['status']], run.stdout).toEqual([0, 'drifted']);
    expect(writes(server)).toEqual([]);
  });

  it('that is not in the file is none', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, limit: 5 });
    const files = repository({ 'plays/score.yml': play({ ...enabled, workflow: undefined }) });
    const run = await actHere(server, files);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('error not-deployed: ');
  });
});
