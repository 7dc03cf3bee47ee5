import { encodeGraph } from './encode.ts';
import { flowOf } from './flow.ts';
import type { Point } from './flow.ts';
import type { Graph, Json, JsonObject, Node, NodeAction, Retry } from './graph.ts';
import { layOut } from './layout.ts';
import type { NameIndex } from './names.ts';
import type { Doing, Step } from './step.ts';
import { isJsonList, isJsonObject, isMap, isStatic, toJson } from './values.ts';
import type { Fill, Value, ValueMap } from './values.ts';

/** What a graph needs beside the steps. */
export interface GraphContext {
  /** Names that `checkLive` has found to be there. */
  readonly names: NameIndex;
  /** The text of a reference to another play, as far as it is known by now. */
  readonly fill: Fill;
  /** The uuid of a new node, by its path: the ids of the groups around it and its own, with `/` between. */
  readonly newUuid: (path: string) => string;
}

/**
 * Makes the graph of a workflow that `checkShape` found to be sound.
 * @returns nodes in the order of the file, with `start` and `end`, laid out
 */
export function toGraph(steps: readonly Step[], context: GraphContext): Graph {
  return makeGraph(steps, context, '');
}

function makeGraph(steps: readonly Step[], context: GraphContext, above: string): Graph {
  const flow = flowOf(steps);
  const places = layOut(flow);
  const uuids = flow.points.map(({ id }) => context.newUuid(above + id));
  const at = (index: number | null): string | null => (index === null ? null : (uuids[index] ?? null));
  return flow.points.map((point, index): Node => {
    const { step } = point;
    const named = step === null ? {} : texts(step);
    const common = {
      uuid: uuids[index] ?? '',
      slug: point.slug,
      ...named,
      config: configOf(point, context, `${above}${point.id}/`),
      childrenUuids: point.exits.map(({ to }) => at(to)),
      fallbackOnFailure: step?.onFailure !== undefined,
      fallbackChildUuid:
        step?.onFailure === undefined || step.onFailure === 'continue' ? null : at(point.onFailure),
      position: step?.position ?? places[index] ?? null,
      retry: step?.retry === undefined ? null : retryOf(step.retry),
    };
    return { ...common, ...whatItDoes(step?.doing ?? { kind: 'native', action: point.id }, context.names) };
  });
}

function texts({ name, description }: Step): { name?: string; description?: string } {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
}

function retryOf({
  maximumAttempts,
  initialInterval,
  backoffCoefficient,
}: NonNullable<Step['retry']>): Retry {
  return {
    ...(maximumAttempts === undefined ? {} : { maximumAttempts }),
    ...(initialInterval === undefined ? {} : { initialInterval }),
    ...(backoffCoefficient === undefined ? {} : { backoffCoefficient }),
  };
}

function whatItDoes(doing: Doing, names: NameIndex): NodeAction {
  switch (doing.kind) {
    case 'native':
      return { kind: 'native', actionSlug: doing.action };
    case 'connector': {
      const found = doing.connector === undefined ? undefined : names.connectors.get(doing.connector);
      return {
        kind: 'connector',
        integrationSlug: found?.integrationSlug ?? doing.integration ?? '',
        actionSlug: doing.action,
        connectorUuid: found?.uuid ?? doing.connectorUuid ?? null,
      };
    }
    case 'tool':
    case 'agent': {
      const index = doing.kind === 'tool' ? names.tools : names.agents;
      const uuid = doing.uuid ?? (doing.name === undefined ? undefined : index.get(doing.name)?.[0]) ?? null;
      const others = {
        templateSlug: doing.template ?? null,
        releaseUuid: doing.releaseUuid ?? null,
        waitUntilFinished: doing.waitUntilFinished ?? null,
      };
      return doing.kind === 'tool'
        ? { kind: 'tool', toolUuid: uuid, ...others }
        : { kind: 'agent', agentUuid: uuid, ...others };
    }
  }
}

function configOf({ id, step }: Point, context: GraphContext, path: string): JsonObject {
  if (step === null) return id === 'end' ? { variables: [] } : {};
  const { config, inner, doing } = step;
  const json = plainConfig(withConnector(config, doing, context.names), context.fill);
  if (inner !== null) return { ...json, _nodes: encodeGraph(makeGraph(inner, context, path)) };
  return step.key === 'switch' ? { routes: withUuids(json['routes'], path, context) } : json;
}

/** A config as Cargo takes it, but for routes' uuids and a group's nodes. */
export function plainConfig(config: ValueMap, fill: Fill): JsonObject {
  return Object.fromEntries(Object.entries(config).map(([key, each]) => [key, toJson(each, fill)]));
}

/** An inline agent names its connector by slug, in `advancedSettings`. */
function withConnector(config: ValueMap, doing: Doing, names: NameIndex): ValueMap {
  const slug = connectorIn(config, doing);
  if (slug === undefined) return config;
  const { connector: _slug, ...settings } = config['advancedSettings'] as ValueMap;
  const connectorUuid: Value = names.connectors.get(slug)?.uuid ?? null;
  return { ...config, advancedSettings: { connectorUuid, ...settings } };
}

/** The connector that an inline agent names; undefined where it names none. */
export function connectorIn(config: ValueMap, doing: Doing): string | undefined {
  const { advancedSettings: settings } = config;
  if (doing.kind !== 'native' || doing.action !== 'agent' || settings === undefined) return undefined;
  if (!isMap(settings) || isStatic(settings)) return undefined;
  return typeof settings['connector'] === 'string' ? settings['connector'] : undefined;
}

function withUuids(routes: Json | undefined, path: string, context: GraphContext): Json {
  const list = routes === undefined || !isJsonList(routes) ? [] : routes;
  return list.map((route, index) =>
    isJsonObject(route) ? { uuid: context.newUuid(`${path}${String(index)}`), ...route } : route,
  );
}

/**
 * Gives new nodes uuids that are the same in every run.
 * @param hash a digest of a text in hexadecimal, of 32 digits at least
 * @returns uuids of the form of version 4, by the path of a node
 */
export function nodeUuids(
  hash: (text: string) => string,
  owner: string,
  play: string,
): GraphContext['newUuid'] {
  return (path) => {
    const digits = hash(JSON.stringify([owner, play, path]));
    const variant = ((parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      variant + digits.slice(17, 20),
      digits.slice(20, 32),
    ].join('-');
  };
}
