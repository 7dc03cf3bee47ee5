import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import { act, counts, play, repository, requested, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';

/** A definition by names: no uuid in it. */
const named = (fields: Readonly<Record<string, unknown>> = {}): string =>
  play({ modelUuid: undefined, model: 'accounts', ...fields });

const related = (slug: string): object => ({
  conjonction: 'and',
  groups: [
    {
      conjonction: 'and',
      conditions: [
        { kind: 'number', columnSlug: 'satisfaction', relatedModel: slug, operator: 'lowerThan', value: 3 },
      ],
    },
  ],
});

describe('names', () => {
  it('of models and folders become the uuids that Cargo takes', async () => {
    const server = await sandbox();
    const folder = repository({
      'plays/a.yml': named({ filter: related('tickets'), folder: 'GTM / Scoring' }),
      'plays/b.yml': named({ name: 'Users', model: 'warehouse/users' }),
    });
    const run = await act(server, folder);
    expect(run.code, run.stdout).toBe(0);
    const bodies = server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(bodies).toEqual([
      {
        name: 'Score new accounts',
        modelUuid: demoUuids.models.accounts,
        changeKinds: ['added'],
        runCreationRule: 'once',
        description: 'Managed as code by acme/revenue#a',
        filter: {
          conjonction: 'and',
          groups: [
            {
              conjonction: 'and',
              conditions: [
                {
                  kind: 'number',
                  columnSlug: 'satisfaction',
                  relatedModelUuid: demoUuids.models.tickets,
                  operator: 'lowerThan',
                  value: 3,
                },
              ],
            },
          ],
        },
        folderUuid: demoUuids.folders.scoring,
      },
      {
        name: 'Users',
        modelUuid: demoUuids.models.productUsers,
        changeKinds: ['added'],
        runCreationRule: 'once',
        description: 'Managed as code by acme/revenue#b',
      },
    ]);
    expect(run.summary).toContain('warehouse/users');
    expect((await actHere(server, folder)).outputs['changed']).toBe('false');
  });

  it.each([
    ['models alone', {}, []],
    ['a folder', { folder: 'GTM' }, ['GET /workspaceManagement/folders/list']],
    ['a dataset', { model: 'hubspot/accounts' }, ['GET /storage/datasets/list']],
    ['a dataset of a related model', { filter: related('hubspot/tickets') }, ['GET /storage/datasets/list']],
  ])('cost one list each, and only where they are used: %s', async (_what, fields, more) => {
    const server = await sandbox();
    const folder = repository({
      'plays/a.yml': named(fields),
      'plays/b.yml': named({ ...fields, name: 'B' }),
    });
    const run = await act(server, folder, { mode: 'plan', reach: 'false' });
    expect(run.code, run.stdout).toBe(0);
    expect(requested(server).sort()).toEqual(
      [
        'GET /orchestration/plays/list',
        'GET /segmentation/segments/list',
        'GET /storage/models/list',
        ...more,
      ].sort(),
    );
  });

  it('are not asked for by `validate`', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository({ 'plays/a.yml': named({ model: 'nothing/like-it' }) }), {
      mode: 'validate',
    });
    expect(run.code, run.stdout).toBe(0);
    expect(requested(server)).toEqual([]);
  });
});

describe('variables', () => {
  const filled = named({
    name: 'Score ${{ vars.REGION }}',
    limit: '${{ vars.LIMIT }}',
    description: 'At most ${{ vars.LIMIT }} of ${{ vars.REGION }}; $${{ vars.LIMIT }} is how it is written.',
  });

  it('take their own type alone, and are text in a text', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository({ 'plays/a.yml': filled }), {
      variables: 'REGION: EU\nLIMIT: 20\n',
    });
    expect(run.code, run.stdout).toBe(0);
    expect(server.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({
      name: 'Score EU',
      limit: 20,
      description:
        'At most 20 of EU; ${{ vars.LIMIT }} is how it is written.\n\nManaged as code by acme/revenue#a',
    });
  });

  it('that are not defined are an error, those that are not used a warning', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository({ 'plays/a.yml': filled }), {
      variables: 'REGIO: EU\nLIMIT: 20\n',
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/plays\/a\.yml:1:\d+ error unknown-variable: .*Did you mean "REGIO"\?/);
    expect(run.stdout).toContain('no definition uses: REGIO');
    expect(requested(server).filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it.each([
    ['YAML', 'a: [1, &x'],
    ['an expression', '${{ vars.OTHER }}'],
    ['a workflow command', '::error::x ##[add-mask]y'],
    ['Markdown', '[x](https://example.com) `*_|'],
    ['a prototype', '__proto__'],
  ])('that look like %s stay what they are', async (_what, value) => {
    const server = await sandbox();
    const run = await actHere(
      server,
      repository({ 'plays/a.yml': named({ description: '${{ vars.TEXT }}' }) }),
      {
        variables: `TEXT: ${JSON.stringify(value)}`,
      },
    );
    expect(run.code, run.stdout).toBe(0);
    const body = server.requests.find(({ method }) => method === 'POST')?.body;
    expect(body).toMatchObject({ description: `${value}\n\nManaged as code by acme/revenue#a` });
    expect(run.stdout).not.toMatch(/^::error::x/m);
  });

  it.each([
    ['process.env', '${{ env.HOME }}'],
    ['secrets', '${{ secrets.TOKEN }}'],
    ['a file', '${{ file("x") }}'],
    ['the prototype', '${{ vars.constructor }}'],
  ])('reach nothing else: %s', async (_what, expression) => {
    const server = await sandbox();
    const run = await actHere(server, repository({ 'plays/a.yml': named({ description: expression }) }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/plays\/a\.yml:5:\d+ error (wrong-expression|unknown-variable)/);
    expect(writes(server)).toEqual([]);
  });

  it('make staging and production of the same files', async () => {
    const [staging, production] = [await sandbox(), await sandbox()];
    const folder = repository({ 'plays/a.yml': named({ limit: '${{ vars.LIMIT }}' }) });
    expect(counts(await actHere(staging, folder, { variables: 'LIMIT: 10' }))).toEqual({ create: 1 });
    expect(counts(await actHere(production, folder, { variables: 'LIMIT: 500' }))).toEqual({ create: 1 });
    expect(counts(await actHere(staging, folder, { variables: 'LIMIT: 500' }))).toEqual({ drifted: 1 });
  });
});
