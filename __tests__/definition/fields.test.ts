import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  fieldKeys,
  fieldNames,
  fieldOfKey,
  fieldsOn,
  keyOf,
  playFields,
} from '../../src/definition/fields.ts';
import { playSchema } from '../../src/definition/schema.ts';

const keysOf = (name: (typeof fieldNames)[number]): string[] => Object.keys(playFields[name].keys);

describe('the table of fields', () => {
  it('has a key in one row only, and each key in the schema of a definition', () => {
    const keys = fieldNames.flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.keys(playSchema.def.shape)).toEqual(expect.arrayContaining(keys));
    expect(Object.keys(fieldKeys)).toEqual(keys);
  });

  it('has a row under the name that the API has for it, which is one of its keys', () => {
    for (const name of fieldNames) expect(keysOf(name)).toContain(name);
  });

  it('finds the field of a key, and the key of a field', () => {
    for (const name of fieldNames) for (const key of keysOf(name)) expect(fieldOfKey(key)).toBe(name);
    for (const key of ['id', 'model', 'modelUuid', 'workflow', 'enabled', 'trial', 'protect', 'toString'])
      expect(fieldOfKey(key)).toBeUndefined();
    expect(fieldNames.filter((name) => keyOf(name) !== name).map(keyOf)).toEqual(['folder']);
  });

  it('says which fields stand on a play and which on its segment', () => {
    expect(fieldsOn('segment')).toEqual(['filter', 'sort', 'limit', 'trackingColumnSlugs']);
    expect([...fieldsOn('play'), ...fieldsOn('segment')].sort()).toEqual([...fieldNames].sort());
  });

  it('can clear what may be left out, and nothing else', () => {
    const schemas: readonly (readonly [string, z.ZodMiniType])[] = Object.entries(fieldKeys);
    const isOptional = (key: string): boolean =>
      schemas.some(([each, schema]) => each === key && schema.safeParse(undefined).success);
    const mayBeLeftOut = (name: (typeof fieldNames)[number]): boolean =>
      keysOf(name).every((key) => isOptional(key));
    for (const name of fieldNames)
      expect([name, 'cleared' in playFields[name]]).toEqual([name, mayBeLeftOut(name)]);
  });
});
