import { describe, expect, it } from 'vitest';
import type { JsonObject, Node, NodeAction, Retry } from '../../../src/definition/workflow/graph.ts';
import { decidingParts, fieldChanges } from '../../../src/reconcile/workflow/fields.ts';

/** A node that does this, with this config and so on. */
const node = (does: NodeAction, more: Partial<Omit<Node, keyof NodeAction>> = {}): Node => ({
  ...{ uuid: 'u', slug: 'step', config: {}, childrenUuids: [], position: null, retry: null },
  ...{ fallbackOnFailure: false, fallbackChildUuid: null },
  ...more,
  ...does,
});
const native = (actionSlug: string, config: JsonObject = {}): Node =>
  node({ kind: 'native', actionSlug }, { config });
const connector = (config: JsonObject = {}, more: object = {}): Node =>
  node(
    { kind: 'connector', integrationSlug: 'slack', actionSlug: 'send', connectorUuid: 'c', ...more },
    { config },
  );
const saved = { templateSlug: null, releaseUuid: null, waitUntilFinished: null };
const tool = (more: object = {}): Node => node({ kind: 'tool', toolUuid: 't', ...saved, ...more });
const agent = (config: JsonObject = {}, more: object = {}): Node =>
  node({ kind: 'agent', agentUuid: 'a', ...saved, ...more }, { config });
const retry = (of: Retry | null): Node => node({ kind: 'native', actionSlug: 'delay' }, { retry: of });
const script = (value: JsonObject[string]): Node => native('script', { script: value });
const code = (more: JsonObject = {}): JsonObject => ({ kind: 'jsExpression', expression: '1', ...more });

type Row = readonly [what: string, inCargo: Node, wanted: Node];

/** Each pair does the same; the second list, only where Cargo has the first. */
const same: readonly Row[] = [
  ['ids in another case', connector({}, { connectorUuid: 'ABC' }), connector({}, { connectorUuid: 'abc' })],
  ['nothing and an empty text', script(''), native('script')],
  ['nothing and null', script(null), native('script')],
  ['nothing and an empty list', script([]), native('script')],
  ['nothing and an empty mapping', script({}), native('script')],
  ['nothing in a list', script(['a', '']), script(['a', null])],
  ['nothing in a mapping', script({ a: 1, b: '' }), script({ a: 1 })],
  ['nothing deep in a mapping', script({ a: { b: 1, c: null } }), script({ a: { b: 1 } })],
  [
    'a key that Cargo adds to a native node',
    native('delay', { minutes: 1, note: 'x' }),
    native('delay', { minutes: 1 }),
  ],
  [
    'a key that Cargo adds to a variable',
    native('variables', { variables: [{ name: 'a', type: 'string', value: 1, uid: 'x' }] }),
    native('variables', { variables: [{ name: 'a', type: 'string', value: 1 }] }),
  ],
  [
    'the uuid of a route',
    native('switch', { routes: [{ name: 'a', value: code(), uuid: 'x' }] }),
    native('switch', { routes: [{ name: 'a', value: code(), uuid: 'y' }] }),
  ],
  ['an expression without an instruction', script(code({ instructTo: 'none' })), script(code())],
  ['an expression with what the editor adds', script(code({ fromRecipe: true, uid: 'x' })), script(code())],
  [
    'an expression that is empty',
    script({ kind: 'templateExpression' }),
    script({ kind: 'templateExpression', expression: '' }),
  ],
  ['no retry and a single attempt', retry({ maximumAttempts: 1 }), retry(null)],
];
const leftToCargo: readonly Row[] = [
  ['the connector', connector(), connector({}, { connectorUuid: null })],
  ['the release of a tool', tool({ releaseUuid: 'r' }), tool()],
  ['whether a tool is waited for', tool({ waitUntilFinished: true }), tool()],
  ['the template of a tool', tool({ templateSlug: 'x' }), tool()],
  ['the release of an agent', agent({}, { releaseUuid: 'r' }), agent()],
  ['a switch that is off', connector({ loud: false }), connector()],
  ['the text that an agent gives', agent({ output: { type: 'text' } }), agent()],
  ['the text that an agent’s node gives', native('agent', { output: { type: 'text' } }), native('agent')],
  [
    'the rest of a retry',
    retry({ maximumAttempts: 3, initialInterval: 5, backoffCoefficient: 2 }),
    retry({ maximumAttempts: 3 }),
  ],
];

const differing: readonly (readonly [...Row, fields: readonly string[]])[] = [
  ['action', native('delay'), native('filter'), ['action']],
  ['slug', native('delay'), { ...native('delay'), slug: 'other' }, ['slug']],
  ['kind', tool(), agent(), ['kind']],
  ['connector', connector(), connector({}, { connectorUuid: 'd' }), ['connector']],
  ['connector where Cargo has none', connector({}, { connectorUuid: null }), connector(), ['connector']],
  [
    'integration and action',
    connector(),
    connector({}, { integrationSlug: 'x', actionSlug: 'y' }),
    ['integration', 'action'],
  ],
  ['tool', tool(), tool({ toolUuid: 'u' }), ['tool']],
  ['template', tool(), tool({ templateSlug: 'x' }), ['template']],
  ['release', tool({ releaseUuid: 'a' }), tool({ releaseUuid: 'b' }), ['release']],
  [
    'waiting',
    tool({ waitUntilFinished: true }),
    tool({ waitUntilFinished: false }),
    ['waits until it has finished'],
  ],
  ['agent', agent(), agent({}, { agentUuid: 'b' }), ['agent']],
  ['text', script('a'), script('b'), ['config.script']],
  ['number and text', script('1'), script(1), ['config.script']],
  ['upper case in a text', script('A'), script('a'), ['config.script']],
  ['text that is gone', script('a'), native('script'), ['config.script']],
  ['text that is new', native('script'), script('a'), ['config.script']],
  ['switch that is on', connector({ loud: true }), connector(), ['config.loud']],
  ['zero', script(0), native('script'), ['config.script']],
  ['longer list', script(['a', 'b']), script(['a']), ['config.script']],
  ['shorter list', script(['a']), script(['a', 'b']), ['config.script']],
  ['entry of a list', script(['a', 'b']), script(['a', 'c']), ['config.script']],
  ['list in place of a mapping', script({ 0: 'a' }), script(['a']), ['config.script']],
  ['mapping in place of a list', script(['a']), script({ 0: 'a' }), ['config.script']],
  ['mapping in place of a text', script('a'), script({ a: 1 }), ['config.script']],
  ['key that Cargo has in a mapping', script({ a: 1, b: 2 }), script({ a: 1 }), ['config.script']],
  [
    'key of a variable',
    native('variables', { variables: [{ name: 'a', value: 1 }] }),
    native('variables', { variables: [{ name: 'a', value: 2 }] }),
    ['config.variables'],
  ],
  ['kind of an expression', script(code()), script(code({ kind: 'templateExpression' })), ['config.script']],
  ['code of an expression', script(code()), script(code({ expression: '2' })), ['config.script']],
  ['instruction of an expression', script(code()), script(code({ instructTo: 'x' })), ['config.script']],
  [
    'more than an expression, in another mapping',
    script({ ...code({ uid: 'x' }), kind: 'other' }),
    script(code({ kind: 'other' })),
    ['config.script'],
  ],
  ['output of an agent', agent({ output: { type: 'json' } }), agent(), ['config.output']],
  ['output of no agent', connector({ output: { type: 'text' } }), connector(), ['config.output']],
  ['number of attempts', retry({ maximumAttempts: 2 }), retry({ maximumAttempts: 3 }), ['retry']],
  [
    'wait of a retry',
    retry({ maximumAttempts: 3, initialInterval: 2 }),
    retry({ maximumAttempts: 3, initialInterval: 3 }),
    ['retry'],
  ],
  [
    'growth of a retry',
    retry({ maximumAttempts: 3, backoffCoefficient: 2 }),
    retry({ maximumAttempts: 3, backoffCoefficient: 3 }),
    ['retry'],
  ],
  ['retry that is new', retry(null), retry({ maximumAttempts: 2 }), ['retry']],
  ['retry that is gone', retry({ maximumAttempts: 2 }), retry(null), ['retry']],
  [
    'way on after a failure',
    native('delay'),
    { ...native('delay'), fallbackOnFailure: true },
    ['goes on after a failure'],
  ],
];

describe('two nodes', () => {
  it.each(same)('do the same, and read the same by themselves: %s', (_what, one, other) => {
    expect(fieldChanges(one, other)).toEqual([]);
    expect(decidingParts(one)).toEqual(decidingParts(other));
  });

  it.each(leftToCargo)('do the same where the definition leaves to Cargo %s', (_what, one, other) => {
    expect(fieldChanges(one, other)).toEqual([]);
  });

  it.each(differing)('differ: %s', (_what, one, other, fields) => {
    expect(fieldChanges(one, other).map(({ field }) => field)).toEqual(fields);
    expect(decidingParts(one)).not.toEqual(decidingParts(other));
  });

  it('differ with what was and what is to be', () => {
    expect(fieldChanges(script('a'), native('script'))).toEqual([
      { field: 'config.script', before: 'a', after: undefined },
    ]);
    expect(fieldChanges(connector({}, { connectorUuid: null }), connector())).toEqual([
      { field: 'connector', before: undefined, after: 'c' },
    ]);
  });

  it('do the same where Cargo has the usual value, and only that', () => {
    const usual = (_of: Node, key: string): string | undefined => (key === 'parse' ? 'full' : undefined);
    expect(fieldChanges(connector({ parse: 'full' }), connector(), usual)).toEqual([]);
    for (const [one, other] of [
      [connector({ parse: 'none' }), connector()],
      [connector({ parse: 'full' }), connector({ parse: 'none' })],
      [connector({ other: 'full' }), connector()],
    ] as const)
      expect(fieldChanges(one, other, usual)).toHaveLength(1);
  });
});
