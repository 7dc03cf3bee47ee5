import { Refusal } from './refusal.ts';
import { isObject, isUuid } from './values.ts';

/** A node whose form is right; whether it makes sense is another question. */
export interface WorkflowNode {
  readonly uuid: string;
  readonly slug: string;
  readonly kind: 'native' | 'connector' | 'tool' | 'agent';
  readonly config: Readonly<Record<string, unknown>>;
  readonly childrenUuids: readonly (string | null)[];
  readonly fallbackOnFailure: boolean;
  readonly fallbackChildUuid?: string | null;
  readonly actionSlug?: string;
  readonly integrationSlug?: string;
  readonly connectorUuid?: string | null;
  readonly toolUuid?: string | null;
  readonly agentUuid?: string | null;
  readonly templateSlug?: string | null;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string' && value !== '';
const isMissing: Test = (value) => value === undefined || value === null;
const optional =
  (test: Test): Test =>
  (value) =>
    isMissing(value) || test(value);

/** What each key of a node must be ([pub]): the test, and in words what it takes. */
const keys: Readonly<Record<string, readonly [Test, string]>> = {
  uuid: [isUuid, 'a uuid'],
  slug: [(value) => typeof value === 'string', 'a string'],
  kind: [
    (value) => ['native', 'connector', 'tool', 'agent'].includes(String(value)),
    'native, connector, tool or agent',
  ],
  config: [isObject, 'an object'],
  childrenUuids: [
    (value) => Array.isArray(value) && value.every(optional(isUuid)),
    'a list of uuids and nulls',
  ],
  fallbackOnFailure: [(value) => typeof value === 'boolean', 'true or false'],
  fallbackChildUuid: [optional(isUuid), 'a uuid'],
  position: [
    (value) => isObject(value) && Number.isFinite(value['x']) && Number.isFinite(value['y']),
    'an object with the numbers x and y',
  ],
  name: [optional((value) => typeof value === 'string'), 'a string'],
  description: [optional((value) => typeof value === 'string'), 'a string'],
  retry: [optional(isObject), 'an object'],
  connectorUuid: [optional(isUuid), 'a uuid'],
  toolUuid: [optional(isUuid), 'a uuid'],
  agentUuid: [optional(isUuid), 'a uuid'],
  releaseUuid: [optional(isUuid), 'a uuid'],
};

/** The keys that a node of a kind needs besides. */
const ownKeys: Readonly<Record<string, readonly string[]>> = {
  native: ['actionSlug'],
  connector: ['integrationSlug', 'actionSlug'],
};

/**
 * Reads a list of nodes. Refuses, without a reason, what doesn't have the form of nodes; a group's own nodes are
 * read with it.
 * @param place where the list stands in the body
 */
export function readNodes(value: unknown, place = 'nodes'): WorkflowNode[] {
  const refuse = (path: string, must: string): never => {
    throw new Refusal(400, null, `${path} must be ${must}`);
  };
  if (!Array.isArray(value)) return refuse(place, 'a list');
  value.forEach((node: unknown, index) => {
    const path = `${place}[${index}]`;
    if (!isObject(node)) return refuse(path, 'an object');
    for (const [key, [test, must]] of Object.entries(keys))
      if (!test(node[key])) refuse(`${path}.${key}`, must);
    for (const key of ownKeys[String(node['kind'])] ?? [])
      if (!isText(node[key])) refuse(`${path}.${key}`, 'a string that is not empty');
    const inner = isObject(node['config']) ? node['config']['_nodes'] : undefined;
    if (inner !== undefined) readNodes(inner, `${path}.config._nodes`);
  });
  return value as WorkflowNode[];
}

/** The nodes of a group's own graph; empty where there are none. */
export function innerNodes({ config }: WorkflowNode): readonly WorkflowNode[] {
  return Array.isArray(config['_nodes']) ? (config['_nodes'] as WorkflowNode[]) : [];
}
