import { createHash } from 'node:crypto';

/** A node as the seed writes it: its exits name the keys of other steps. */
interface Step {
  readonly slug: string;
  readonly at: readonly [column: number, row: number];
  readonly exits: readonly (string | null)[];
  readonly fallback?: string;
  readonly more: Readonly<Record<string, unknown>>;
}

/** A text with expressions in it, as the web page stores it. */
export const template = (expression: string): object => ({
  kind: 'templateExpression',
  expression,
  instructTo: 'none',
  fromRecipe: false,
});

/** A v4 uuid that follows from a name. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Nodes laid out as the web page does: a row every 166 downwards, a column every 200 sideways. */
export function graph(name: string, steps: Readonly<Record<string, Step>>): object[] {
  const uuid = (key: string): string => uuidOf(`${name}/${key}`);
  return Object.entries(steps).map(([key, { slug, at, exits, fallback, more }]) => ({
    uuid: uuid(key),
    slug,
    config: {},
    ...more,
    childrenUuids: exits.map((exit) => (exit === null ? null : uuid(exit))),
    fallbackOnFailure: fallback !== undefined,
    ...(fallback === undefined ? {} : { fallbackChildUuid: uuid(fallback) }),
    position: { x: at[0] * 200, y: at[1] * 166 },
  }));
}

/** A step; `at` is its column and row, `fallback` the step to go on with when it fails. */
export const step = (
  slug: string,
  at: Step['at'],
  exits: Step['exits'],
  more: Step['more'],
  fallback?: string,
): Step => ({ slug, at, exits, more, ...(fallback === undefined ? {} : { fallback }) });

/** What makes a step a native node. */
export const native = (actionSlug: string, config: object = {}): Step['more'] => ({
  kind: 'native',
  actionSlug,
  config,
});
/** What makes a step a connector node. */
export const connector = (
  integrationSlug: string,
  actionSlug: string,
  connectorUuid: string,
  config: object,
  more: object = {},
): Step['more'] => ({ kind: 'connector', integrationSlug, actionSlug, connectorUuid, config, ...more });
/** The start, and the step after it. */
export const start = (next: string): Step => step('start', [0, 0], [next], native('start'));
/** An end. */
export const end = (at: Step['at'], variables: readonly object[] = []): Step =>
  step('end', at, [], native('end', { variables }));
