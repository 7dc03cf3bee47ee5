import { describe, expect, it } from 'vitest';
import { updateBody } from '../../src/reconcile/body.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Policy } from '../../src/reconcile/policy.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { planWorkflow } from '../../src/reconcile/workflow/plan.ts';
import { graph } from '../support/graphs.ts';
import { sandbox } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';

const wanted = graph([
  ['wait', 'delay', { config: { minutes: 5 } }],
  ['end', 'end'],
]);

interface Planning {
  readonly owner?: Owner | null;
  readonly policy?: Policy;
  readonly definition?: object;
  /** Whether Cargo has told that nothing is deployed. */
  readonly isTold?: boolean;
}

/** What a run makes of a play that is there and was never deployed; `create-only` unless given. */
async function planFor(
  live: object,
  {
    owner = 'acme/revenue' as Owner,
    policy = 'create-only',
    definition = made,
    isTold = true,
  }: Planning = {},
): Promise<Change> {
  const server = await sandbox();
  server.store.addPlay(live);
  const { planned } = await reconcile(
    server,
    { score: definition },
    {
      policy,
      owner,
      adopt: policy !== 'create-only',
      workflowOf: ({ workflow, enabled }, actual, isOwned) => ({
        ...planWorkflow(
          {
            graph: 'workflow' in definition && workflow === null ? null : wanted,
            enabled: 'enabled' in definition ? enabled : true,
          },
          actual === null ? null : { deployed: null, isEnabled: false, isOwned: isOwned && isTold },
          policy,
        ),
        graphOf: () => wanted,
        deployed: null,
        isTold,
        isEnabled: false,
        discarded: null,
      }),
    },
  );
  return planned.changes[0] ?? expect.fail('there is no change');
}

const begun = { workflow: { workflow: { kind: 'deploy' }, enabled: { kind: 'enable' } } };
const left = { kind: 'none', workflow: { workflow: { kind: 'drifted' }, enabled: { kind: 'drifted' } } };

describe('a play that `create-only` made and that was never deployed', () => {
  it('is gone on with', async () => {
    const change = await planFor({ ...made, description: line('score') });
    expect(change).toMatchObject({ kind: 'update', kept: [], ...begun });
  });

  it.each([
    ['differs', { ...made, limit: 5, description: line('score') }, ['limit']],
    ['has another text', { ...made, description: `${line('score')}\n\nAsk Ann.` }, ['description']],
  ])('is gone on with where it %s, and that stays as it is', async (_what, live, fields) => {
    const change = await planFor(live);
    expect(change).toMatchObject({ kind: 'update', kept: fields.map((field) => ({ field })), ...begun });
    if (change.kind !== 'update') return;
    expect(updateBody(change, change.desired.fields, 'acme/revenue' as Owner)).toEqual({});
  });

  it('is gone on with where its line does not say what the definition says of protection, and the line stays', async () => {
    const change = await planFor({ ...made, description: `${line('score')}, protected` });
    expect(change).toMatchObject({ kind: 'update', kept: [], protectDiffers: false, ...begun });
  });

  it('is gone on with under `owner: none` where it is exactly as defined', async () => {
    expect(await planFor(made, { owner: null })).toMatchObject({ kind: 'update', kept: [], ...begun });
  });

  it.each<[string, object, Owner | null]>([
    ['somebody made by hand', made, 'acme/revenue' as Owner],
    ['somebody made by hand and differs, under `owner: none`', { ...made, limit: 5 }, null],
    ['is ours under an id that is gone', { ...made, description: line('old') }, 'acme/revenue' as Owner],
  ])('is left alone where it is one that %s', async (_what, live, owner) => {
    expect(await planFor(live, { owner })).toMatchObject(left);
  });
});

describe('a workflow that a definition ignores and that was never deployed', () => {
  const definition = {
    ...made,
    enabled: true,
    workflow: { nodes: [{ slug: 'wait', delay: 5 }] },
    ignore: ['workflow', 'enabled'],
  };

  it.each<[string, object, Planning]>([
    ['ours', { ...made, description: line('score') }, {}],
    ['ours, and updates are made', { ...made, description: line('score') }, { policy: 'upsert-only' }],
    ['exactly as defined, under `owner: none`', made, { owner: null }],
    // or the next run would deploy it
    ['adopted', made, { policy: 'upsert-only' }],
  ])('is deployed where the play is %s', async (_what, live, planning) => {
    expect(await planFor(live, { ...planning, definition })).toMatchObject({
      ...begun,
      ignoredWorkflow: null,
    });
  });

  it.each<[string, object, Planning]>([
    ['somebody made by hand', made, {}],
    ['differs from its definition, under `owner: none`', { ...made, limit: 5 }, { owner: null }],
    [
      'is ours, and Cargo does not tell what is deployed of it',
      { ...made, description: line('score') },
      { policy: 'upsert-only', isTold: false },
    ],
  ])('is left alone where the play is one that %s', async (_what, live, planning) => {
    const { workflow } = (await planFor(live, { ...planning, definition })) as { workflow: unknown };
    expect(workflow).not.toMatchObject({ workflow: { kind: 'deploy' } });
  });
});
