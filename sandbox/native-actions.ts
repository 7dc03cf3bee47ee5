import { isObject } from './values.ts';

type Config = Readonly<Record<string, unknown>>;

/** A native action: how many exits its node has, and what its config must be ([pub]). */
interface NativeAction {
  /** Null where that is not documented. */
  readonly exits: (config: Config) => number | null;
  readonly isConfig: (config: Config) => boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string';

/** Whether a value is an expression, as the service stores one. */
const isExpression = (value: unknown): boolean =>
  isObject(value) &&
  (value['kind'] === 'templateExpression' || value['kind'] === 'jsExpression') &&
  isText(value['expression']);

const isDynamic = (value: unknown, isStatic: (value: unknown) => boolean): boolean =>
  isExpression(value) || isStatic(value);
const isFlag = (value: unknown): boolean => isDynamic(value, (each) => typeof each === 'boolean');

const variableTypes = ['string', 'number', 'boolean', 'date', 'array', 'object', 'any'];
const areVariables = ({ variables }: Config): boolean =>
  Array.isArray(variables) &&
  variables.every(
    (each) =>
      isObject(each) &&
      isText(each['name']) &&
      variableTypes.includes(String(each['type'])) &&
      'value' in each,
  );

const routesOf = ({ routes }: Config): readonly unknown[] => (Array.isArray(routes) ? routes : []);
const isRoute = (route: unknown): boolean =>
  isObject(route) && isText(route['name']) && isText(route['uuid']) && isFlag(route['value']);

const exits = (count: number) => (): number => count;
const isScript = ({ script }: Config): boolean => isDynamic(script, isText);

/** The native actions that are documented ([pub]). */
export const nativeActions: Readonly<Record<string, NativeAction>> = {
  start: { exits: exits(1), isConfig: () => true },
  end: { exits: exits(0), isConfig: areVariables },
  filter: { exits: exits(1), isConfig: ({ filter }) => isFlag(filter) },
  branch: { exits: exits(2), isConfig: ({ condition }) => isFlag(condition) },
  switch: {
    exits: (config) => routesOf(config).length,
    isConfig: (config) => routesOf(config).length > 0 && routesOf(config).every(isRoute),
  },
  split: {
    exits: exits(2),
    isConfig: ({ percentage }) => typeof percentage === 'number' && percentage >= 0 && percentage <= 100,
  },
  variables: { exits: exits(1), isConfig: areVariables },
  delay: {
    exits: exits(1),
    isConfig: ({ minutes }) => isDynamic(minutes, (each) => typeof each === 'number' && each >= 0),
  },
  group: {
    exits: exits(1),
    isConfig: ({ items, failOnItemFailure, _nodes }) =>
      isDynamic(items, Array.isArray) &&
      (failOnItemFailure === undefined || typeof failOnItemFailure === 'boolean') &&
      Array.isArray(_nodes),
  },
  agent: {
    exits: exits(1),
    isConfig: ({ prompt, advancedSettings }) =>
      isDynamic(prompt, isText) &&
      isObject(advancedSettings) &&
      isText(advancedSettings['connectorUuid']) &&
      isText(advancedSettings['languageModelSlug']),
  },
  python: { exits: exits(1), isConfig: isScript },
  script: { exits: exits(1), isConfig: isScript },
  // these exist, but neither their config nor, surely, their exits are documented
  ...Object.fromEntries(
    ['modelUpsert', 'modelInsert', 'scoring', 'allocate', 'humanReview', 'memory', 'balance'].map((slug) => [
      slug,
      { exits: () => null, isConfig: () => true },
    ]),
  ),
};
