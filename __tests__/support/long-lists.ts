import { conditionKinds } from '../../src/definition/conditions.ts';
import { ignorableKeys } from '../../src/definition/fields.ts';
import { playSchema } from '../../src/definition/schema.ts';
import { outputNames } from '../../src/report/outputs.ts';

/** Lists that grow with the product, and what stands for them in the .out files. */
const lists: readonly (readonly [names: readonly string[], inShort: string])[] = [
  [Object.keys(playSchema.def.shape), '(every key of a play)'],
  [ignorableKeys, '(every key that can be ignored)'],
  [Object.keys(conditionKinds), '(every kind of condition)'],
  [outputNames, '(every output)'],
];

/** A text without these lists, so that a new key, kind or output changes no .out file. */
export function withoutLongLists(text: string): string {
  return lists.reduce((rest, [names, inShort]) => rest.replaceAll(names.join(', '), inShort), text);
}
