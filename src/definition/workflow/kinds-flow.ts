import * as z from 'zod/mini';
import { below } from '../diagnostic.ts';
import type { Path } from '../diagnostic.ts';
import { strict, text } from '../shapes.ts';
import { next, plain, writeNext } from './exits.ts';
import { kindOf } from './kind.ts';
import type { Kind } from './kind.ts';
import type { Exit } from './step.ts';
import { amount, expression, target, percentage } from './short.ts';
import type { Target } from './short.ts';
import { braced, expressionFromJson, fromJson, isJsonList, isJsonObject } from './values.ts';
import type { Value, ValueMap } from './values.ts';

/** A native kind whose config is one value under one key. */
function oneValue(
  key: string,
  called: string,
  configKey: string,
  schema: typeof expression,
  isExpression: boolean,
): Kind {
  return kindOf({
    keys: [key],
    called,
    shape: { [key]: schema, next: z.optional(target) },
    single: true,
    make: (fields, making) => {
      const given = fields[key] as Value;
      return plain({
        doing: { kind: 'native', action: key },
        config: { [configKey]: isExpression ? braced(given) : given },
        exits: next(fields['next'] as Target | undefined, making),
        roots: [{ path: below(making.path, key), value: given, bare: isExpression }],
      });
    },
    write: ({ config }, writing) => {
      const value = config[configKey];
      if (value === undefined) return null;
      return { [key]: isExpression ? expressionFromJson(value) : fromJson(value), ...writeNext(writing) };
    },
  });
}

/** A native kind with two exits of its own. */
function twoExits(
  key: string,
  called: string,
  configKey: string,
  schema: typeof expression,
  [one, other]: readonly [string, string],
): Kind {
  const isExpression = configKey === 'condition';
  return kindOf({
    keys: [key],
    called,
    shape: { [key]: schema, [one]: z.optional(target), [other]: z.optional(target) },
    single: false,
    insteadOfNext: `"next" is not a key of ${called}: it has two exits, \`${one}\` and \`${other}\`. An exit that you leave out leads to the next node.`,
    make: (fields, making) => {
      const given = fields[key] as Value;
      const exit = (label: string): Exit => ({
        label,
        path: below(making.path, label),
        target: fields[label] as Target | undefined,
      });
      return plain({
        doing: { kind: 'native', action: key },
        config: { [configKey]: isExpression ? braced(given) : given },
        exits: [exit(one), exit(other)],
        roots: [{ path: below(making.path, key), value: given, bare: isExpression }],
      });
    },
    write: ({ config }, { targets }) => {
      const value = config[configKey];
      if (value === undefined || targets.length !== 2) return null;
      const [first, second] = targets;
      return {
        [key]: isExpression ? expressionFromJson(value) : fromJson(value),
        ...(first === undefined ? {} : { [one]: first }),
        ...(second === undefined ? {} : { [other]: second }),
      };
    },
  });
}

const route = strict('a route', { name: text, when: expression, next: z.optional(target) });

const switchKind = kindOf({
  keys: ['switch'],
  called: 'a switch',
  shape: { switch: z.array(route).check(z.minLength(1)) },
  single: false,
  insteadOfNext: '"next" is not a key of a switch: each of its routes has a `next`.',
  make: ({ switch: routes }, making) => {
    const at = (index: number, key: string): Path => below(making.path, 'switch', index, key);
    return plain({
      doing: { kind: 'native', action: 'switch' },
      // the routes' uuids come in when the graph is made
      config: { routes: routes.map(({ name, when }) => ({ name, value: braced(when) })) },
      exits: routes.map((each, index) => ({ label: each.name, path: at(index, 'next'), target: each.next })),
      roots: routes.map(({ when }, index) => ({ path: at(index, 'when'), value: when, bare: true })),
    });
  },
  write: ({ config }, { targets }) => {
    const { routes } = config;
    if (!isJsonList(routes) || routes.length !== targets.length) return null;
    const written: ValueMap[] = [];
    for (const [index, each] of routes.entries()) {
      const { name, value, uuid } = isJsonObject(each) ? each : {};
      if (typeof name !== 'string' || typeof uuid !== 'string' || value === undefined) return null;
      const to = targets[index];
      written.push({ name, when: expressionFromJson(value), ...(to === undefined ? {} : { next: to }) });
    }
    return { switch: written };
  },
});

/** What steers a run: which way it goes, and when. */
export const flowKinds: readonly Kind[] = [
  oneValue('filter', 'a filter node', 'filter', expression, true),
  twoExits('branch', 'a branch', 'condition', expression, ['then', 'else']),
  switchKind,
  twoExits('split', 'a split', 'percentage', percentage, ['a', 'b']),
  oneValue('delay', 'a delay', 'minutes', amount, false),
];
