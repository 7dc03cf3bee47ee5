import * as fc from 'fast-check';
import { demoConnectionUuids } from '../../sandbox/seed-connections.ts';

/** What one node of a generated workflow does. */
export interface Step {
  readonly slug: string;
  readonly does: 'filter' | 'delay' | 'python' | 'script' | 'variables' | 'message' | 'branch' | 'group';
  readonly text: string;
  /** Where its one exit, or a branch's second one, leads: past so many of the nodes after it, at most to the end. */
  readonly skips: number;
}

const text = fc.constantFrom<string[]>(
  'a',
  "it's: {x}",
  'two\nlines',
  'blank\nat the end\n\n',
  'four\nlines\n  are # in\na file\n',
  'other\nfour\n\nlines\n',
  '${{ vars.X }}',
  'tab\t, end ',
  'a\r\nb\r\nc\r\nd',
);
const does = fc.constantFrom<Step['does'][]>(
  'filter',
  'delay',
  'python',
  'script',
  'variables',
  'message',
  'branch',
  'group',
);
const step = fc.record({
  slug: fc.nat({ max: 99 }).map((each) => `n${String(each)}`),
  does,
  text,
  skips: fc.nat({ max: 2 }),
});

/** Workflows that Cargo takes: nodes with slugs of their own, one after the other. */
export const flows = fc.uniqueArray(step, { minLength: 1, maxLength: 6, selector: ({ slug }) => slug });

/** Edits as somebody makes them in the web page. */
export const flowEdits: fc.Arbitrary<(flow: readonly Step[]) => readonly Step[]> = fc.oneof(
  fc.tuple(step, fc.nat()).map(
    ([each, at]) =>
      (flow: readonly Step[]) =>
        flow.some(({ slug }) => slug === each.slug) ? flow : flow.toSpliced(at % (flow.length + 1), 0, each),
  ),
  fc
    .nat()
    .map((at) => (flow: readonly Step[]) => (flow.length < 2 ? flow : flow.toSpliced(at % flow.length, 1))),
  fc.tuple(fc.nat(), text).map(
    ([at, changed]) =>
      (flow: readonly Step[]) =>
        flow.map((each, index) => (index === at % flow.length ? { ...each, text: changed } : each)),
  ),
  fc.tuple(fc.nat(), fc.nat({ max: 3 })).map(
    ([at, skips]) =>
      (flow: readonly Step[]) =>
        flow.map((each, index) => (index === at % flow.length ? { ...each, skips } : each)),
  ),
  fc.nat().map((at) => (flow: readonly Step[]) => {
    const index = at % flow.length;
    return [...flow.slice(index + 1), ...flow.slice(0, index + 1)];
  }),
);

const uuidOf = (slug: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(slug).toString('hex').padStart(12, '0')}`;
const template = (expression: string): object => ({
  kind: 'templateExpression',
  expression,
  instructTo: 'none',
  fromRecipe: false,
});

function node(slug: string, what: object, children: readonly string[]): object {
  return { uuid: uuidOf(slug), slug, fallbackOnFailure: false, ...what, childrenUuids: children.map(uuidOf) };
}

function whatItDoes({ slug, does: kind, text: value }: Step): object {
  const native = (actionSlug: string, config: object): object => ({ kind: 'native', actionSlug, config });
  switch (kind) {
    case 'filter':
      return native('filter', { filter: template(`{{nodes.start.domain}} ${JSON.stringify(value.length)}`) });
    case 'branch':
      return native('branch', { condition: template(`{{nodes.start.domain == ${String(value.length)}}}`) });
    case 'delay':
      return native('delay', { minutes: value.length });
    case 'python':
      return native(kind, { script: value });
    case 'script':
      // a definition takes no script that isn't JavaScript
      return native(kind, { script: value.replace(/^(?=.)/gm, '// ') });
    case 'variables':
      return native('variables', { variables: [{ name: 'x', type: 'string', value }] });
    case 'message': {
      const { slack } = demoConnectionUuids.connectors;
      const config = { channel: '#x', text: value };
      return {
        kind: 'connector',
        integrationSlug: 'slack',
        actionSlug: 'postMessage',
        connectorUuid: slack,
        config,
      };
    }
    case 'group': {
      const inner = { slug: `${slug}_in`, does: 'python', text: value, skips: 0 } as const;
      return native('group', {
        items: template('{{nodes.start.technologies}}'),
        failOnItemFailure: false,
        _nodes: nodesOf([inner]),
      });
    }
  }
}

/** The nodes of a workflow as Cargo keeps them. */
export function nodesOf(flow: readonly Step[]): object[] {
  const after = (index: number): string => flow[index]?.slug ?? 'end';
  return [
    node('start', { kind: 'native', actionSlug: 'start', config: {} }, [after(0)]),
    ...flow.map((each, index) => {
      const next = after(index + 1);
      const skipped = after(index + 1 + each.skips);
      // what is skipped must be led to by something
      const exits = each.does === 'branch' ? [next, skipped] : [next];
      return node(each.slug, whatItDoes(each), exits);
    }),
    node('end', { kind: 'native', actionSlug: 'end', config: { variables: [] } }, []),
  ];
}
