import { describe, expect, it } from 'vitest';
import { namesOf } from '../../sandbox/play-fields.ts';
import { fieldNames, fieldsOn, playFields } from '../../src/definition/fields.ts';

describe('the sandbox’s table of fields', () => {
  it('has the fields that a definition can set', () => {
    expect(namesOf('create').toSorted()).toEqual(fieldNames.toSorted());
    expect(namesOf('update')).toEqual(expect.arrayContaining([...fieldNames]));
    const needed = fieldNames.filter((name) => !('cleared' in playFields[name]));
    expect(namesOf('needed').toSorted()).toEqual(needed.toSorted());
  });

  it.each(['play', 'segment'] as const)(
    'answers them with the %s where the product looks for them',
    (where) => {
      expect(namesOf(where)).toEqual(expect.arrayContaining(fieldsOn(where)));
    },
  );
});
