import { describe, expect, it } from 'vitest';
import { updateBody } from '../../src/reconcile/body.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
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

/** What `create-only` makes of a play that is there and was never deployed. */
async function planFor(live: object, owner: Owner | null = 'acme/revenue' as Owner): Promise<Change> {
  const server = await sandbox();
  server.store.addPlay(live);
  const { planned } = await reconcile(
    server,
    { score: made },
    {
      policy: 'create-only',
      owner,
      workflowOf: (_desired, actual, isOwned) => ({
        ...planWorkflow(
          { graph: wanted, enabled: true },
          actual === null ? null : { deployed: null, isEnabled: false, isOwned },
          'create-only',
        ),
        graphOf: () => wanted,
        deployed: null,
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
    expect(await planFor(made, null)).toMatchObject({ kind: 'update', kept: [], ...begun });
  });

  it.each<[string, object, Owner | null]>([
    ['somebody made by hand', made, 'acme/revenue' as Owner],
    ['somebody made by hand and differs, under `owner: none`', { ...made, limit: 5 }, null],
    ['is ours under an id that is gone', { ...made, description: line('old') }, 'acme/revenue' as Owner],
  ])('is left alone where it is one that %s', async (_what, live, owner) => {
    expect(await planFor(live, owner)).toMatchObject(left);
  });
});
