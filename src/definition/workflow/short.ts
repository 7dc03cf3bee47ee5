import * as z from 'zod/mini';
import { strict, text } from '../shapes.ts';
import { Template } from '../references.ts';
import { targetForm } from './explain.ts';
import { isFile, isMap, isStatic, isWrittenOut } from './values.ts';
import type { Value, ValueMap } from './values.ts';

/** A check whose message is whole already. */
function must<Of>(holds: (value: unknown) => boolean, message: string): z.ZodMiniType<Of> {
  return z.custom<Of>((value) => holds(value), { error: message, params: { said: true } });
}

const isText = (value: unknown): boolean =>
  typeof value === 'string' || value instanceof Template || isMap(value);

/** A mapping of names to values. */
export const values = must<ValueMap>(isMap, 'a mapping of names to values');

/** A text that may hold `{{ }}`. */
export const template = must<Value>(
  (each) => isText(each) && (!isMap(each) || isStatic(each) || isWrittenOut(each) || isFile(each)),
  'text',
);

/** An expression, with or without braces, or a boolean. */
export const expression = must<Value>(
  (each) =>
    typeof each === 'boolean' ||
    (isText(each) && (!isMap(each) || isStatic(each) || isWrittenOut(each) || isFile(each))),
  "an expression (such as '{{nodes.start.domain}}'), true or false",
);

/** A number, or an expression that gives one. */
export const amount = must<Value>(
  (each) =>
    (typeof each === 'number' && each >= 0) ||
    (isText(each) && (!isMap(each) || isStatic(each) || isWrittenOut(each)) && !isBareText(each)),
  "a number that is 0 or more, or an expression, such as '{{nodes.start.days}}'",
);

/** A share of records in percent, or an expression that gives one. */
export const percentage = must<Value>(
  (each) => amount.safeParse(each).success && !(typeof each === 'number' && each > 100),
  "a number from 0 to 100, or an expression, such as '{{nodes.start.share}}'",
);

function isBareText(each: unknown): boolean {
  return typeof each === 'string' && !each.includes('{{');
}

/** Where an exit leads: a node's id, or false for nowhere. */
export type Target = string | false;

export const target = must<Target>(
  (each) => each === false || (typeof each === 'string' && each !== ''),
  targetForm,
);

const retry = strict('a retry', {
  maximumAttempts: z.optional(z.int().check(z.positive())),
  initialInterval: z.optional(z.number().check(z.nonnegative())),
  backoffCoefficient: z.optional(z.number().check(z.nonnegative())),
});

const position = strict('a position', { x: z.number(), y: z.number() });

/** The keys that a node of any kind may have. */
export const commonShape = {
  slug: text,
  id: z.optional(text),
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  retry: z.optional(retry),
  onFailure: z.optional(text),
  position: z.optional(position),
};

/** The keys of every node as they are read. */
export interface Common {
  readonly slug: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly retry?: z.infer<typeof retry> | undefined;
  readonly onFailure?: string | undefined;
  readonly position?: z.infer<typeof position> | undefined;
}

export {};

/** A workflow as a definition has it: its nodes, or the file that holds them. */
export const workflowSchema = strict('a workflow', {
  nodes: z.optional(z.array(z.unknown())),
  file: z.optional(text),
});

const minutes = /^(\d+)(s|m|h)$/;

/** Milliseconds of a time such as `30m`, `90s` or `2h`; null where it is none above zero. */
function milliseconds(time: string): number | null {
  const [, count = '', unit = ''] = minutes.exec(time) ?? [];
  const found = Number(count) * (unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : 1000);
  return found > 0 && Number.isSafeInteger(found) ? found : null;
}

const records = z.int().check(z.positive());
/** The long form of `trial`. */
export const trialMapping = strict('a trial', {
  records,
  maxFailures: z.optional(z.int().check(z.nonnegative())),
  timeout: z.optional(
    must<string>(
      (each) => typeof each === 'string' && milliseconds(each) !== null,
      'a duration such as 30m, 90s or 2h',
    ),
  ),
});

/** The key `trial`: how many records, or a mapping. */
export const trialSchema = z.union([records, trialMapping]);

/** How a new version is tried before it is deployed. */
export interface Trial {
  /** On how many records, from 1. */
  readonly records: number;
  /** How many of their runs may fail. */
  readonly maxFailures: number;
  /** How long it may take, in milliseconds. */
  readonly timeout: number;
}

/** A trial as the file has it, with its defaults filled in; null where there is none, or none that fits the schema. */
export function readTrial(trial: unknown): Trial | null {
  const { data } = trialSchema.safeParse(trial);
  if (data === undefined) return null;
  const whole = typeof data === 'number' ? { records: data } : data;
  const { records: count, maxFailures = 0, timeout = '30m' } = whole;
  return { records: count, maxFailures, timeout: milliseconds(timeout) ?? 0 };
}
