import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/definition/workflow/graph.ts';
import type { Policy } from '../../../src/reconcile/policy.ts';
import type { Release } from '../../../src/reconcile/workflow/actual.ts';
import { judgeDraft, planWorkflow } from '../../../src/reconcile/workflow/plan.ts';
import type { ActualWorkflow, DesiredWorkflow } from '../../../src/reconcile/workflow/plan.ts';
import { graph } from '../../support/graphs.ts';
import type { Step } from '../../support/graphs.ts';

const steps = (minutes: number): readonly Step[] => [
  ['wait', 'delay', { config: { minutes } }],
  ['end', 'end'],
];
const live = graph(steps(1), (id) => `live-${id}`);

function release(nodes: Graph, updatedAt: string | null = null): Release {
  return { uuid: 'release-1', version: '1.0.0', description: null, nodes, deployedAt: null, updatedAt };
}

const actual = (fields: Partial<ActualWorkflow> = {}): ActualWorkflow => ({
  deployed: release(live),
  isEnabled: false,
  isOwned: true,
  ...fields,
});
const desired = (fields: Partial<DesiredWorkflow> = {}): DesiredWorkflow => ({
  graph: graph(steps(1)),
  enabled: null,
  ...fields,
});
const changed = graph(steps(2));
const policies: readonly Policy[] = ['create-only', 'upsert-only', 'sync'];

type Kinds = readonly [createOnly: string, upsertOnly: string, sync: string];
const allNone: Kinds = ['none none', 'none none', 'none none'];

describe('what a run does about a workflow', () => {
  it.each<[string, DesiredWorkflow, ActualWorkflow | null, Kinds]>([
    ['a new play', desired(), null, ['deploy none', 'deploy none', 'deploy none']],
    [
      'a new play, to be on',
      desired({ enabled: true }),
      null,
      ['deploy enable', 'deploy enable', 'deploy enable'],
    ],
    [
      'a new play, to be off',
      desired({ enabled: false }),
      null,
      ['deploy none', 'deploy none', 'deploy none'],
    ],
    ['a new play without a workflow', desired({ graph: null }), null, allNone],
    ['the same', desired(), actual(), allNone],
    ['another', desired({ graph: changed }), actual(), ['drifted none', 'deploy none', 'deploy none']],
    [
      'another, in a play that is not ours',
      desired({ graph: changed }),
      actual({ isOwned: false }),
      ['drifted none', 'deploy none', 'deploy none'],
    ],
    [
      'a play of ours that was made and not deployed',
      desired({ enabled: true }),
      actual({ deployed: null }),
      ['deploy enable', 'deploy enable', 'deploy enable'],
    ],
    [
      'a play of somebody else that was never deployed',
      desired({ enabled: true }),
      actual({ deployed: null, isOwned: false }),
      ['drifted drifted', 'deploy enable', 'deploy enable'],
    ],
    [
      'a play that is on, although the list shows nothing deployed',
      desired(),
      actual({ deployed: null, isEnabled: true }),
      ['drifted none', 'deploy none', 'deploy none'],
    ],
    [
      'a play of ours that is deployed and off: somebody may have switched it off',
      desired({ enabled: true }),
      actual(),
      ['none drifted', 'none enable', 'none enable'],
    ],
    ['no workflow in the definition', desired({ graph: null }), actual(), allNone],
    [
      'no workflow in the definition, to be on',
      desired({ graph: null, enabled: true }),
      actual(),
      ['none drifted', 'none enable', 'none enable'],
    ],
    ['on as it should be', desired({ enabled: true }), actual({ isEnabled: true }), allNone],
    [
      'on, to be off',
      desired({ enabled: false }),
      actual({ isEnabled: true }),
      ['none drifted', 'none disable', 'none disable'],
    ],
    ['on, and nobody says so', desired(), actual({ isEnabled: true }), allNone],
  ])('%s', (_what, wanted, there, expected) => {
    const kinds = policies.map((policy) => {
      const { workflow, enabled } = planWorkflow(wanted, there, policy);
      return `${workflow.kind} ${enabled.kind}`;
    });
    expect(kinds).toEqual(expected);
  });

  it('sends the nodes that stay with the uuids they have, and tells what differs', () => {
    const { workflow } = planWorkflow(desired({ graph: changed }), actual(), 'upsert-only');
    expect(workflow).toMatchObject({
      kind: 'deploy',
      graph: [{ uuid: 'live-start' }, { uuid: 'live-wait', config: { minutes: 2 } }, { uuid: 'live-end' }],
      differences: { changed: [{ fields: [{ field: 'config.minutes', before: 1, after: 2 }] }] },
    });
  });
});

describe('a draft in Cargo', () => {
  const planned = planWorkflow(desired({ graph: changed }), actual(), 'sync').workflow;
  const change = planned.kind === 'deploy' ? planned : expect.fail('it is to be deployed');
  const work = release(
    graph([...steps(1).slice(0, 1), ['mine', 'script', { config: { script: 'x' } }], ['end', 'end']]),
    '2026-11-24T10:00:00Z',
  );

  it.each<[string, Graph]>([
    ['as it is deployed', live],
    ['moved about', live.map((node) => ({ ...node, position: { x: 9, y: 9 } }))],
    ['as we would deploy it', changed],
    ['with nothing in it', []],
    ['with a start and an end', graph([['end', 'end']])],
  ])('%s is in nobody’s way', (_what, nodes) => {
    expect(judgeDraft('Score', release(nodes), change, false)).toEqual({ kind: 'free' });
  });

  it('that somebody works on is refused, with its play, time and nodes', () => {
    expect(judgeDraft('Score', work, change, false)).toEqual({
      kind: 'refused',
      message:
        'The workflow of "Score" has undeployed changes in Cargo (last changed 2026-11-24T10:00:00Z): ' +
        'mine (new), wait (changed). Deploying would discard them. Deploy or undo them in Cargo, or set ' +
        '`discard-drafts: true` to replace them. The report file then keeps a copy of the draft.',
    });
  });

  it('that somebody works on is kept for the report where it may be discarded', () => {
    expect(judgeDraft('Score', work, change, true)).toEqual({ kind: 'discarded', draft: work });
  });

  it('of a play that was never deployed is protected too', () => {
    const first = { ...change, before: null };
    expect(judgeDraft('Score', work, first, false).kind).toBe('refused');
  });

  it('with many changes names ten of them', () => {
    const many = graph(
      Array.from({ length: 14 }, (_, index): Step => [
        `s${String(index)}`,
        'script',
        { config: { script: 'x' } },
      ]),
    );
    const verdict = judgeDraft('Score', release(many), { ...change, before: null }, false);
    expect(verdict).toMatchObject({ message: expect.stringMatching(/s9 \(new\) and 4 more\. /) as string });
  });
});
