import type { Json, JsonObject, Node, Retry } from '../../definition/workflow/graph.ts';
import { isJsonList, isJsonObject } from '../../definition/workflow/values.ts';

/** A part of a node that is not the same. Undefined: nothing is there. */
export interface FieldChange {
  /** `action`, `connector`, `retry` and so on, or `config.KEY`. */
  readonly field: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What Cargo puts under a key of a node's `config` where nothing is; undefined where that is not known. */
export type DefaultOf = (node: Node, key: string) => Json | undefined;

/** The keys that the config of a native node has ([pub]). Any other that only Cargo has is its addition. */
const nativeKeys = new Map<string, readonly string[]>([
  ['start', []],
  ['end', ['variables']],
  ['filter', ['filter']],
  ['branch', ['condition']],
  ['switch', ['routes']],
  ['split', ['percentage']],
  ['variables', ['variables']],
  ['delay', ['minutes']],
  ['group', ['items', 'failOnItemFailure']],
  ['agent', ['prompt', 'output', 'advancedSettings']],
  ['python', ['script']],
  ['script', ['script']],
]);

/** The keys of one entry of a native node's list ([pub]); a route's uuid is Cargo's business. */
const entryKeys = new Map<string, readonly string[]>([
  ['variables', ['name', 'type', 'value']],
  ['routes', ['name', 'value']],
]);

/**
 * What differs between two nodes: kind, action, config and retry. Exits and the nodes inside a group are not
 * looked at, uuids, names, descriptions and positions are no difference, nor is what only Cargo adds.
 * @param before the node in Cargo
 * @param after the node as it should be; what it leaves to Cargo is no difference
 */
export function fieldChanges(before: Node, after: Node, defaultOf?: DefaultOf): FieldChange[] {
  const changes: FieldChange[] = [];
  const note = (field: string, was: Json | undefined, is: Json | undefined): void => {
    changes.push({ field, before: was, after: is });
  };
  if (before.slug !== after.slug) note('slug', before.slug, after.slug);
  if (before.kind !== after.kind) {
    note('kind', before.kind, after.kind);
  } else for (const field of identityChanges(before, after)) changes.push(field);
  changes.push(...configChanges(before, after, defaultOf));
  if (!sameRetry(before.retry, after.retry)) note('retry', retryJson(before.retry), retryJson(after.retry));
  if (before.fallbackOnFailure !== after.fallbackOnFailure)
    note('goes on after a failure', before.fallbackOnFailure, after.fallbackOnFailure);
  return changes;
}

/**
 * What makes a node the step it is, in one spelling: what `fieldChanges` looks at, without what says nothing and what
 * only Cargo adds.
 */
export function decidingParts(node: Node): JsonObject {
  const known = node.kind === 'native' ? nativeKeys.get(node.actionSlug) : undefined;
  const config = (known ?? Object.keys(node.config)).map((key) => {
    const value = onlyEntries(node.config[key], known === undefined ? undefined : entryKeys.get(key));
    return [key, plainest(value)] as const;
  });
  return {
    slug: node.slug,
    kind: node.kind,
    does: identityOf(node).map(([field, value]) => [
      field,
      typeof value === 'string' ? value.toLowerCase() : value,
    ]),
    config: Object.fromEntries(config),
    retry: sameRetry(node.retry, null) ? null : { ...node.retry },
    goesOn: node.fallbackOnFailure,
  };
}

/** A value without what says nothing, expressions with what Cargo takes where they say nothing. */
function plainest(value: Json | undefined): Json {
  if (value === undefined || value === false || isNothing(value)) return null;
  if (isJsonList(value)) return value.map(plainest);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(spelledOut(value)).flatMap(([key, each]) => {
      const plain = plainest(each);
      return plain === null ? [] : [[key, plain]];
    }),
  );
}

/** What a node of one kind does: the fields in which two of that kind can differ. */
function identityChanges(before: Node, after: Node): FieldChange[] {
  const was = identityOf(before);
  return identityOf(after)
    .map(([field, value], index) => ({ field, before: was[index]?.[1], after: value }))
    .filter((each) => isSet(each.after) && !sameId(each.before, each.after))
    .map(({ field, before: one, after: other }) => ({ field, before: one ?? undefined, after: other }));
}

function identityOf(node: Node): readonly (readonly [string, Json])[] {
  switch (node.kind) {
    case 'native':
      return [['action', node.actionSlug]];
    case 'connector':
      return [
        ['integration', node.integrationSlug],
        ['action', node.actionSlug],
        ['connector', node.connectorUuid],
      ];
    case 'tool':
      return [['tool', node.toolUuid], ...savedParts(node)];
    case 'agent':
      return [['agent', node.agentUuid], ...savedParts(node)];
  }
}

function savedParts(node: Extract<Node, { kind: 'tool' | 'agent' }>): readonly (readonly [string, Json])[] {
  return [
    ['template', node.templateSlug],
    ['release', node.releaseUuid],
    ['waits until it has finished', node.waitUntilFinished],
  ];
}

/** What is left to Cargo: which connector, which release. */
function isSet(value: Json): boolean {
  return value !== null;
}

function sameId(before: Json | undefined, after: Json): boolean {
  return typeof before === 'string' && typeof after === 'string'
    ? before.toLowerCase() === after.toLowerCase()
    : before === after;
}

function configChanges(before: Node, after: Node, defaultOf: DefaultOf | undefined): FieldChange[] {
  const known = after.kind === 'native' ? nativeKeys.get(after.actionSlug) : undefined;
  const keys = new Set([...Object.keys(after.config), ...(known ?? Object.keys(before.config))]);
  // the nodes inside a group are compared as a graph
  if (after.kind === 'native' && after.actionSlug === 'group') keys.delete('_nodes');
  const changes: FieldChange[] = [];
  for (const key of keys) {
    const entries = known === undefined ? undefined : entryKeys.get(key);
    const was = onlyEntries(before.config[key], entries);
    const is = onlyEntries(after.config[key], entries);
    if (same(was, is) || (is === undefined && isDefault(before, key, was, defaultOf))) continue;
    changes.push({ field: `config.${key}`, before: was, after: is });
  }
  return changes;
}

function isDefault(
  node: Node,
  key: string,
  value: Json | undefined,
  defaultOf: DefaultOf | undefined,
): boolean {
  const textOutput: JsonObject = { type: 'text' };
  const isAgent = node.kind === 'agent' || (node.kind === 'native' && node.actionSlug === 'agent');
  if (isAgent && key === 'output' && same(value, textOutput)) return true;
  const usual = defaultOf?.(node, key);
  return usual !== undefined && same(value, usual);
}

/** A list whose entries have only these keys. */
function onlyEntries(value: Json | undefined, keys: readonly string[] | undefined): Json | undefined {
  if (keys === undefined || !isJsonList(value)) return value;
  return value.map((entry) =>
    isJsonObject(entry)
      ? Object.fromEntries(keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])))
      : entry,
  );
}

/** Whether Cargo's value is what is asked for. */
function same(before: Json | undefined, after: Json | undefined): boolean {
  if (before === after) return true;
  if (isNothing(after)) return isNothing(before) || before === false;
  if (isJsonList(after)) {
    return (
      isJsonList(before) &&
      before.length === after.length &&
      after.every((entry, index) => same(before[index], entry))
    );
  }
  if (!isJsonObject(after) || !isJsonObject(before)) return false;
  const [was, is] = [spelledOut(before), spelledOut(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].every((key) => same(was[key], is[key]));
}

/** An expression with what Cargo takes where nothing is said ([pub]). */
function spelledOut(value: JsonObject): JsonObject {
  const { kind, expression, instructTo } = value;
  if (kind !== 'templateExpression' && kind !== 'jsExpression') return value;
  return { kind, expression: expression ?? '', instructTo: instructTo ?? 'none' };
}

/** No value, an empty text, an empty list and an empty mapping all say nothing. */
function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return isJsonList(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

/** Without a retry a node is tried once; what the definition leaves out of one is Cargo's to choose. */
function sameRetry(before: Retry | null, after: Retry | null): boolean {
  if (after === null) return (before?.maximumAttempts ?? 1) <= 1;
  return (['maximumAttempts', 'initialInterval', 'backoffCoefficient'] as const).every(
    (key) => after[key] === undefined || after[key] === before?.[key],
  );
}

function retryJson(retry: Retry | null): Json | undefined {
  return retry === null ? undefined : { ...retry };
}
