import { describe, expect, it } from 'vitest';
import {
  fieldNames,
  fieldOfKey,
  identityKeys,
  playFields,
  workflowKeys,
} from '../../src/definition/fields.ts';
import { playSchema } from '../../src/definition/schema.ts';

const schemaKeys = Object.keys(playSchema.def.shape);

describe('the table of fields', () => {
  it('has each key of a definition once, but for those that say which play it is and what it does', () => {
    const keys = [...identityKeys, ...workflowKeys, ...fieldNames.flatMap((name) => playFields[name].keys)];
    expect(keys.toSorted()).toEqual(schemaKeys.toSorted());
  });

  it('finds the field of a key', () => {
    for (const name of fieldNames)
      for (const key of playFields[name].keys) expect(fieldOfKey(key)).toBe(name);
    for (const key of [...identityKeys, 'toString']) expect(fieldOfKey(key)).toBeUndefined();
  });

  it('can clear what may be left out, and nothing else', () => {
    const optional = (key: string): boolean =>
      Object.entries(playSchema.def.shape).some(
        ([name, schema]) => name === key && schema.safeParse(undefined).success,
      );
    for (const name of fieldNames)
      expect([name, 'cleared' in playFields[name]]).toEqual([name, optional(name)]);
  });
});
