import { Template } from '../references.ts';
import type { Json, JsonObject } from './graph.ts';

/** A Template by its shape: as a class, no value could be checked against a type that holds it. */
export type TemplateText = Pick<Template, 'parts'>;

/** Whether a value is a text with references to plays. */
export function isTemplate(value: unknown): value is TemplateText {
  return value instanceof Template;
}

/** A value of the short form, as the file has it; a reference to a play is a Template in it. */
export type Value = string | number | boolean | null | TemplateText | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

/** Gives the text of a Template. */
export type Fill = (template: TemplateText) => string;

/** A mapping, and neither a list nor a Template. */
export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTemplate(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** `{ kind: static, value }`: the value is taken as written, whatever it looks like. */
export function isStatic(value: Value): value is ValueMap & { readonly value: Value } {
  return isMap(value) && value['kind'] === 'static' && 'value' in value && Object.keys(value).length === 2;
}

/** `{ kind: templateExpression | jsExpression, … }`: an expression as Cargo has it ([pub]). */
export function isWrittenOut(value: Value): value is ValueMap {
  return isMap(value) && (value['kind'] === 'templateExpression' || value['kind'] === 'jsExpression');
}

/** `{ file: PATH }`, in place of a text. */
export function isFile(value: Value): value is ValueMap & { readonly file: string } {
  return isMap(value) && typeof value['file'] === 'string' && Object.keys(value).length === 1;
}

/** Whether a value is computed when the workflow runs. */
function isComputed(value: Value): boolean {
  return hasBraces(value) || isWrittenOut(value);
}

function hasBraces(value: Value): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return isTemplate(value) && value.parts.some((part) => typeof part === 'string' && part.includes('{{'));
}

/** Whether code holds an expression of Cargo's, which reads a node: other double braces, as in an f-string, are its own. */
export function holdsExpression(code: string): boolean {
  return /\{\{[^{}]*\b(?:nodes|parentNodes)\??\.\w/.test(code);
}

function template(expression: string): JsonObject {
  return { kind: 'templateExpression', expression, instructTo: 'none', fromRecipe: false };
}

function object<From, To>(
  entries: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(entries).map(([key, each]) => [key, to(each)]));
}

/** A value as a node's config holds it: a text with `{{` becomes a template expression ([pub]). */
export function toJson(value: Value, fill: Fill): Json {
  if (typeof value === 'string') return hasBraces(value) ? template(value) : value;
  if (isTemplate(value)) return hasBraces(value) ? template(fill(value)) : fill(value);
  if (isList(value)) return value.map((each) => toJson(each, fill));
  if (isStatic(value)) return asItStands(value.value, fill);
  if (isWrittenOut(value)) return asItStands(value, fill);
  return isMap(value) ? object(value, (each) => toJson(each, fill)) : value;
}

function asItStands(value: Value, fill: Fill): Json {
  if (isTemplate(value)) return fill(value);
  if (isList(value)) return value.map((each) => asItStands(each, fill));
  return isMap(value) ? object(value, (each) => asItStands(each, fill)) : value;
}

/** An expression in its own braces where it was written without. */
export function braced(expression: Value): Value {
  if (hasBraces(expression)) return expression;
  if (typeof expression === 'string') return `{{${expression}}}`;
  return isTemplate(expression) ? new Template(['{{', ...expression.parts, '}}']) : expression;
}

/** The inverse of `toJson`: a config's value as a person would write it. */
export function fromJson(json: Json): Value {
  if (json === null) return asStatic(json);
  if (typeof json === 'string') return json.includes('{{') ? asStatic(json) : json;
  if (typeof json !== 'object') return json;
  if (isJsonList(json)) return json.map(fromJson);
  const expression = json['expression'];
  if (isWrittenOut(json)) {
    if (Object.values(json).some((each) => typeof each === 'object')) return asStatic(json);
    return typeof expression === 'string' && expression.includes('{{') && sameJson(json, template(expression))
      ? expression
      : json;
  }
  if (isStatic(json) || isFile(json)) return asStatic(json);
  return object(json, fromJson);
}

/** The inverse of `toJson` for an expression that may be written without braces. */
export function expressionFromJson(json: Json): Value {
  if (typeof json === 'boolean' || isWrittenOut(json)) return fromJson(json);
  return asStatic(json);
}

function asStatic(value: Json): ValueMap {
  return { kind: 'static', value };
}

export function isJsonList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** Whether a value of JSON is a mapping. */
export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Whether two values of JSON say the same; the order of keys means nothing. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (isJsonList(one) && isJsonList(other))
    return one.length === other.length && one.every((each, index) => sameJson(each, other[index]));
  if (!isJsonObject(one) || !isJsonObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
  );
}

/** The types of a variable ([pub]). */
export const variableTypes = ['string', 'number', 'boolean', 'date', 'array', 'object', 'any'] as const;

/** The type that a variable has where none is written. */
function typeOf(value: Value): string {
  if (isStatic(value))
    return isComputed(value.value) && isMap(value.value) ? 'object' : plainType(value.value);
  return isComputed(value) ? 'any' : plainType(value);
}

function plainType(value: Value): string {
  if (value === null) return 'any';
  if (isTemplate(value)) return 'string';
  if (isList(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}

/** `{ type, value }`: a variable with its type. */
export function isTyped(value: Value): value is ValueMap & { readonly type: Value; readonly value: Value } {
  return isMap(value) && 'type' in value && 'value' in value && Object.keys(value).length === 2;
}

/** A node's variables as Cargo has them ([pub]), from names and values. */
export function toVariables(variables: ValueMap): Value {
  return Object.entries(variables).map(([name, each]) =>
    isTyped(each) ? { name, type: each.type, value: each.value } : { name, type: typeOf(each), value: each },
  );
}

/** The inverse of `toVariables`; null where names and values can't say it. Of two with one name, it is the last one. */
export function fromVariables(variables: Json | undefined): ValueMap | null {
  if (variables === undefined || !isJsonList(variables)) return null;
  const read: [string, Value][] = [];
  for (const each of variables) {
    if (!isJsonObject(each)) return null;
    const { name, type, value } = each;
    // a name that is a number would not keep its place in a mapping
    if (typeof name !== 'string' || typeof type !== 'string' || value === undefined || /^\d+$/.test(name))
      return null;
    const written = fromJson(value);
    const isPlain = typeOf(written) === type && !isTyped(written);
    read.push([name, isPlain ? written : { type, value: written }]);
  }
  return Object.fromEntries(read);
}
