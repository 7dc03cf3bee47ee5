import * as z from 'zod/mini';
import { below } from '../diagnostic.ts';
import { text, uuid } from '../shapes.ts';
import { next, plain } from './exits.ts';
import type { JsonObject } from './graph.ts';
import { kindOf } from './kind.ts';
import type { Kind, Making, Writing } from './kind.ts';
import type { Doing, Exit, Made } from './step.ts';
import { target, values } from './short.ts';
import type { Target } from './short.ts';
import { fromJson, isJsonObject, isMap } from './values.ts';
import type { ValueMap } from './values.ts';

const common = {
  config: z.optional(values),
  next: z.optional(target),
  children: z.optional(z.array(target)),
};

/** The exits of a node whose action says how many there are. */
function someExits(
  fields: { native?: string; next?: Target | undefined; children?: readonly Target[] | undefined },
  making: Making,
): Exit[] {
  if (fields.children === undefined) {
    // an end written as a native node needs no empty list
    return fields.native === 'end' && fields.next === undefined ? [] : next(fields.next, making);
  }
  return fields.children.map((each, index) => ({
    label: String(index + 1),
    path: below(making.path, 'children', index),
    target: each,
  }));
}

function writeExits({ targets, explicit }: Writing): ValueMap {
  if (targets.length !== 1) return { children: explicit };
  return targets[0] === undefined ? {} : { next: targets[0] };
}

function configured(
  fields: {
    native?: string;
    config?: ValueMap | undefined;
    next?: Target | undefined;
    children?: Target[] | undefined;
  },
  doing: Doing,
  making: Making,
  output: Made['output'] = { kind: 'anything' },
): Made {
  const { config = {} } = fields;
  return {
    ...plain({
      doing,
      config,
      exits: someExits(fields, making),
      roots: [{ path: below(making.path, 'config'), value: config, bare: false }],
    }),
    output,
  };
}

function writeConfig(config: JsonObject): ValueMap {
  if (Object.keys(config).length === 0) return {};
  // below the top level `fromJson` escapes what it must; the top level is a mapping in any case
  return { config: Object.fromEntries(Object.entries(config).map(([key, each]) => [key, fromJson(each)])) };
}

/** The settings of an inline agent name their connector by its slug ([pub]: by its uuid). */
function writeNative(
  { actionSlug, config }: { actionSlug: string; config: JsonObject },
  writing: Writing,
): ValueMap {
  const { advancedSettings: settings } = config;
  if (actionSlug !== 'agent' || !isJsonObject(settings)) return writeConfig(config);
  const { connectorUuid: found, ...others } = settings;
  const { config: written = {} } = writeConfig(config) as { readonly config?: ValueMap };
  const advancedSettings = 'connector' in settings ? { kind: 'static', value: settings } : undefined;
  if (advancedSettings !== undefined) return { config: { ...written, advancedSettings } };
  const slug = typeof found === 'string' ? writing.names.connector(found, null) : undefined;
  if (slug === undefined) return { config: written };
  return { config: { ...written, advancedSettings: { connector: slug, ...(fromJson(others) as ValueMap) } } };
}

/** What an agent answers with: the fields of its JSON schema, below `answer` ([pub]). */
function answers(config: ValueMap | undefined): Made['output'] {
  const output = config?.['output'];
  const schema = isMap(output) && output['type'] === 'jsonSchema' ? output['jsonSchema'] : undefined;
  return { kind: 'below', field: 'answer', schema };
}

const connector = kindOf({
  keys: ['connector', 'integration'],
  called: 'a connector node',
  shape: {
    connector: z.optional(text),
    integration: z.optional(text),
    connectorUuid: z.optional(uuid),
    action: text,
    ...common,
  },
  single: false,
  make: (fields, making) => {
    const { connector: slug, integration, connectorUuid, action } = fields;
    return configured(
      fields,
      { kind: 'connector', connector: slug, connectorUuid, integration, action },
      making,
    );
  },
  write: (node, writing) => {
    if (node.kind !== 'connector') return null;
    const { integrationSlug, connectorUuid, actionSlug, config } = node;
    const slug = writing.names.connector(connectorUuid, integrationSlug);
    const who: ValueMap =
      slug === undefined
        ? { integration: integrationSlug, ...(connectorUuid === null ? {} : { connectorUuid }) }
        : { connector: slug };
    return { ...who, action: actionSlug, ...writeConfig(config), ...writeExits(writing) };
  },
});

/** A tool, or a saved agent: both have no slug, so a name or a uuid says which one it is ([pub]). */
function saved(kind: 'tool' | 'agent', called: string): Kind {
  const uuidKey = `${kind}Uuid`;
  const templateKey = `${kind}Template`;
  return kindOf({
    keys: [kind, uuidKey, templateKey],
    called,
    shape: {
      [kind]: z.optional(text),
      [uuidKey]: z.optional(uuid),
      [templateKey]: z.optional(text),
      releaseUuid: z.optional(uuid),
      waitUntilFinished: z.optional(z.boolean()),
      ...common,
    },
    single: false,
    make: (fields, making) => {
      const { config, releaseUuid, waitUntilFinished } = fields;
      const named: Readonly<Record<string, unknown>> = fields;
      const doing: Doing = {
        kind,
        name: named[kind] as string | undefined,
        uuid: named[uuidKey] as string | undefined,
        template: named[templateKey] as string | undefined,
        releaseUuid,
        waitUntilFinished,
      };
      return configured(fields, doing, making, kind === 'agent' ? answers(config) : undefined);
    },
    write: (node, writing) => {
      if (node.kind !== kind) return null;
      const found = node.kind === 'tool' ? node.toolUuid : node.agentUuid;
      const { templateSlug, releaseUuid, waitUntilFinished } = node;
      const name = found === null ? undefined : writing.names[kind](found);
      return {
        ...(name === undefined ? {} : { [kind]: name }),
        ...(name !== undefined || found === null ? {} : { [uuidKey]: found }),
        ...(templateSlug === null ? {} : { [templateKey]: templateSlug }),
        ...(releaseUuid === null ? {} : { releaseUuid }),
        ...(waitUntilFinished === null ? {} : { waitUntilFinished }),
        ...writeConfig(node.config),
        ...writeExits(writing),
      };
    },
  });
}

const native = kindOf({
  keys: ['native'],
  called: 'a native node',
  shape: { native: text, ...common },
  single: false,
  make: (fields, making) => {
    const output = nativeOutputs[fields.native]?.(fields.config);
    return configured(fields, { kind: 'native', action: fields.native }, making, output);
  },
  write: (node, writing) =>
    node.kind === 'native'
      ? { native: node.actionSlug, ...writeNative(node, writing), ...writeExits(writing) }
      : null,
});

const nativeOutputs: Readonly<Record<string, (config: ValueMap | undefined) => Made['output']>> = {
  agent: answers,
  python: () => ({ kind: 'below', field: 'result', schema: undefined }),
  script: () => ({ kind: 'below', field: 'result', schema: undefined }),
  group: () => ({ kind: 'list' }),
};

/** What calls something: a connector, a tool, an agent, or an action of Cargo's own. The last one can say any native node. */
export const callKinds: readonly Kind[] = [
  connector,
  saved('tool', 'a tool node'),
  saved('agent', 'an agent node'),
  native,
];
