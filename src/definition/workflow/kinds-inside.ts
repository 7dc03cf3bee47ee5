import * as z from 'zod/mini';
import { below } from '../diagnostic.ts';
import { strict } from '../shapes.ts';
import { next, plain, writeNext } from './exits.ts';
import { kindOf } from './kind.ts';
import type { Kind, Making } from './kind.ts';
import type { Root } from './step.ts';
import { expression, target, template, values } from './short.ts';
import {
  braced,
  expressionFromJson,
  fromJson,
  fromVariables,
  holdsExpression,
  isMap,
  isTyped,
  toVariables,
} from './values.ts';
import type { Value, ValueMap } from './values.ts';

function variableRoots(variables: ValueMap, key: string, { path }: Making): Root[] {
  return Object.entries(variables).map(([name, each]) => ({
    path: isTyped(each) ? below(path, key, name, 'value') : below(path, key, name),
    value: isTyped(each) ? each.value : each,
    bare: false,
  }));
}

const variables = kindOf({
  keys: ['variables'],
  called: 'a variables node',
  shape: { variables: values, next: z.optional(target) },
  single: true,
  make: (fields, making) => ({
    ...plain({
      doing: { kind: 'native', action: 'variables' },
      config: { variables: toVariables(fields.variables) },
      exits: next(fields.next, making),
      roots: variableRoots(fields.variables, 'variables', making),
    }),
    output: { kind: 'fields', names: new Set(Object.keys(fields.variables)) },
  }),
  write: ({ config }, writing) => {
    const read = fromVariables(config['variables']);
    return read === null ? null : { variables: read, ...writeNext(writing) };
  },
});

const end = kindOf({
  keys: ['end'],
  called: 'an end',
  shape: { end: values },
  single: false,
  insteadOfNext: '"next" is not a key of an end, because nothing comes after an end.',
  make: (fields, making) =>
    plain({
      doing: { kind: 'native', action: 'end' },
      config: { variables: toVariables(fields.end) },
      exits: [],
      roots: variableRoots(fields.end, 'end', making),
    }),
  write: ({ config }, { targets }) => {
    const read = fromVariables(config['variables']);
    return read === null || targets.length > 0 ? null : { end: read };
  },
});

/** A text that holds no expression. */
function isCode(text: Value): text is string {
  return typeof text === 'string' && !holdsExpression(text);
}

/** A script, whose text may be in a file of its own. */
function script(key: 'python' | 'script', called: string): Kind {
  return kindOf({
    keys: [key],
    called,
    shape: { [key]: template, next: z.optional(target) },
    single: true,
    make: (fields, making) => {
      const text = fields[key] as Value;
      return {
        ...plain({
          doing: { kind: 'native', action: key },
          // braces that hold no expression, as in an f-string, belong to the code
          config: { script: isCode(text) ? { kind: 'static', value: text } : text },
          exits: next(fields['next'] as Parameters<typeof next>[0], making),
          roots: [{ path: below(making.path, key), value: text, bare: false }],
        }),
        output: { kind: 'below', field: 'result', schema: undefined },
      };
    },
    write: ({ config }, writing) => {
      const { script: text } = config;
      if (text === undefined) return null;
      return { [key]: isCode(text) ? text : fromJson(text), ...writeNext(writing) };
    },
  });
}

const inside = strict('the mapping under `group`', {
  items: expression,
  failOnItemFailure: z.optional(z.boolean()),
  nodes: z.array(z.unknown()),
});

const group = kindOf({
  keys: ['group'],
  called: 'a group',
  shape: { group: inside, next: z.optional(target) },
  single: true,
  misread: (raw) => {
    if (!isMap(raw) || raw['group'] === null || isMap(raw['group'] ?? null)) return null;
    const moved = ['items', 'nodes'].filter((key) => key in raw).map((key) => `\`${key}\``);
    const more = moved.length === 0 ? '' : ` Move ${moved.join(' and ')} there.`;
    const message = `"group" must be a mapping: group: { items: '{{nodes.start.contacts}}', nodes: [...] }.${more}`;
    return { key: 'group', message };
  },
  make: ({ group: fields, next: to }, making) => {
    const { items, failOnItemFailure, nodes } = fields;
    const path = below(making.path, 'group');
    return {
      ...plain({
        doing: { kind: 'native', action: 'group' },
        config: {
          items: braced(items),
          ...(failOnItemFailure === undefined ? {} : { failOnItemFailure }),
        },
        exits: next(to, making),
        roots: [{ path: below(path, 'items'), value: items, bare: true }],
      }),
      output: { kind: 'list' },
      inner: making.readNodes(nodes, below(path, 'nodes')),
    };
  },
  write: (node, writing) => {
    const { items, failOnItemFailure, _nodes: nodesInside } = node.config;
    const nodes = writing.writeNodes(nodesInside);
    if (nodes === null || items === undefined) return null;
    return {
      group: {
        items: expressionFromJson(items),
        ...(failOnItemFailure === undefined ? {} : { failOnItemFailure }),
        nodes,
      },
      ...writeNext(writing),
    };
  },
});

/** What holds values, scripts or other nodes. */
export const insideKinds: readonly Kind[] = [
  variables,
  group,
  script('python', 'a python node'),
  script('script', 'a script node'),
  end,
];
