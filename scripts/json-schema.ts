import * as z from 'zod';
import { fieldNames, playFields } from '../src/definition/fields.ts';
import { playSchema } from '../src/definition/schema.ts';
import { outputNames } from '../src/report/outputs.ts';
import { keys } from './keys.ts';
import type { KeyText } from './keys.ts';
import { workflowSchemas } from './workflow-schema.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** An expression stands wherever a number, a uuid or a word of a list does. */
const expression: Schema = { type: 'string', pattern: String.raw`\$\{\{` };

/** The key by which the members of a union are told apart, by the key that holds the union or a list of it. */
const discriminators: Readonly<Record<string, string>> = {
  schedule: 'type',
  conditions: 'kind',
  propertyConditions: 'kind',
  frequency: 'operator',
};

/** Keys that say the same in two ways, and whether one of them is needed in a mapping of this place. */
const eitherOr: readonly (readonly [name: string, uuid: string, neededIn: string])[] = [
  ['model', 'modelUuid', 'play'],
  ['folder', 'folderUuid', ''],
  ['play', 'playUuid', 'schedule'],
  ['relatedModel', 'relatedModelUuid', 'occurrence'],
];

/** What zod checks by code, as patterns. */
const patterns: Readonly<Record<string, string>> = {
  'play.id': `^(?!(?:cargo-.*|${outputNames.join('|')})$)[a-z0-9][a-z0-9_-]{0,99}$`,
  'play.name': String.raw`^(?!\s)[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*(?<!\s)$`,
  'play.folder': String.raw`^[^/]*[^/\s][^/]*(/[^/]*[^/\s][^/]*)*$`,
};

/** What is protected can't be switched off. */
const protectedOff: Schema = {
  not: {
    required: ['protect', 'enabled'],
    properties: { protect: { const: true }, enabled: { const: false } },
  },
};

const formerId: Schema = { anyOf: [{ type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,99}$' }, expression] };
/** One former id, or a list of them. */
const formerly: Schema = {
  anyOf: [...(formerId.anyOf ?? []), { type: 'array', minItems: 1, uniqueItems: true, items: formerId }],
};

const unique = new Set<string>([
  'ignore',
  ...fieldNames.filter((name) => playFields[name].compared === 'set'),
]);

/** The JSON Schema (draft 7, which editors know best) of a definition, with a text and an example for every key. */
export function playJsonSchema(): Schema {
  const { node, ...below } = workflowSchemas();
  const { $schema, ...whole } = z.toJSONSchema(playSchema, { io: 'input', target: 'draft-7' });
  Object.assign(whole.properties ?? {}, below);
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: 'Cargo play',
    description: 'A play as code: one YAML document of the Cargo Plays action.',
    ...mapping(whole, 'play'),
    definitions: { node },
  };
}

/** A place's schema as editors need it. `key` holds the value, `within` is the place of the mapping around it. */
function value(schema: Schema, key: string, within: string): Schema {
  if (key in discriminators && (schema.oneOf ?? schema.anyOf) !== undefined)
    return union(schema, key, discriminators[key] ?? '');
  if (schema.type === 'object') return mapping(schema, key);
  if (schema.type === 'array') {
    const items = value(schema.items as Schema, key, within);
    return { ...schema, items, ...(unique.has(key) ? { uniqueItems: true } : {}) };
  }
  if (within === 'play' && key === 'formerly') return formerly;
  const pattern = patterns[`${within}.${key}`];
  const narrow = pattern === undefined ? schema : { ...schema, pattern };
  const isText = narrow.type === 'string' && narrow.enum === undefined && narrow.pattern === undefined;
  if (isText || narrow.anyOf !== undefined || narrow.const !== undefined) return withoutType(narrow);
  return { anyOf: [narrow, expression] };
}

/** A constant says its type itself. */
function withoutType({ type, ...schema }: Schema): Schema {
  return schema.const === undefined && type !== undefined ? { ...schema, type } : schema;
}

function mapping(schema: Schema, holder: string): Schema {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  // a condition's place is its kind
  const place = constant(properties['kind']) ?? holder;
  const told = Object.entries(properties).map(([key, each]) => {
    if (holder === 'play' && (key === 'workflow' || key === 'trial'))
      return [key, { ...textOf(place, key), ...each }];
    const isDiscriminator = discriminators[holder] === key || (place !== holder && key === 'operator');
    return [key, { ...textOf(place, key), ...(isDiscriminator ? each : value(each, key, place)) }];
  });
  const rules = eitherOr
    .filter(([name, uuid]) => name in properties && uuid in properties)
    .map(([name, uuid, neededIn]): Schema => {
      if (neededIn === place) return { oneOf: [{ required: [name] }, { required: [uuid] }] };
      return { not: { required: [name, uuid] } };
    });
  if (holder === 'play') rules.push(protectedOff);
  return {
    ...schema,
    properties: Object.fromEntries(told) as Record<string, Schema>,
    ...(rules.length > 0 ? { allOf: rules } : {}),
  };
}

function constant(schema: Schema | undefined): string | undefined {
  return typeof schema?.const === 'string' ? schema.const : undefined;
}

/** @throws where a key has no text: every one needs it */
function textOf(place: string, key: string): KeyText {
  const text = keys[`${place}.${key}`] ?? keys[key];
  if (text === undefined) throw new Error(`scripts/keys.ts has no text for ${place}.${key}`);
  return text;
}

/** A union's members in one list, and beside them what only the action can judge: expressions, unknown kinds. */
function union(schema: Schema, key: string, discriminator: string): Schema {
  const members = flatten(schema).map((member) => mapping(member, key));
  const known = members.flatMap(({ properties }) => {
    const { const: one, enum: several = [one] } = (properties?.[discriminator] ?? {}) as Schema;
    return several;
  });
  const open = discriminator === 'operator' ? [] : [without(discriminator, [...new Set(known)])];
  const operators = discriminator === 'type' ? [] : [having('operator')];
  return { anyOf: [...members, ...open, ...operators] };
}

function flatten(schema: Schema): Schema[] {
  const members = schema.oneOf ?? schema.anyOf;
  return members === undefined ? [schema] : members.flatMap(flatten);
}

/** A mapping whose discriminator is none of these: the service may be ahead, and the action warns. */
function without(key: string, known: readonly unknown[]): Schema {
  const not = { enum: known as string[] };
  return { type: 'object', required: [key], properties: { [key]: { type: 'string', not } } };
}

function having(key: string): Schema {
  return { type: 'object', required: [key], properties: { [key]: expression } };
}
