import { describe, expect, it } from 'vitest';
import { conditionKinds as service } from '../../sandbox/conditions.ts';
import { conditionKinds, filterKeys } from '../../src/definition/conditions.ts';
import type { ConditionRow } from '../../src/definition/conditions.ts';
import { play } from '../support/action.ts';
import { fileOf, parse } from '../support/parsing.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A condition of each kind with each operator, and each of the values that the service takes. */
const rows = Object.entries(service).flatMap(([kind, { fields, operators }]) =>
  Object.entries(operators ?? { '': {} }).flatMap(([operator, more]) => {
    const all = Object.entries({ ...fields, ...more });
    const most = Math.max(1, ...all.map(([, { examples }]) => examples.length));
    return Array.from({ length: most }, (_, index): [string, string, Fields] => [
      kind,
      operator,
      {
        kind,
        ...(operator === '' ? {} : { operator }),
        ...Object.fromEntries(all.map(([key, { examples }]) => [key, examples[index] ?? examples[0]])),
      },
    ]);
  }),
);

/** The codes of what is wrong with a play of one condition. */
async function codesOf(condition: Fields, schedule?: Fields): Promise<string[]> {
  const filter = { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] };
  const { diagnostics } = await parse([fileOf('plays/a.yml', play({ filter, schedule }))]);
  return diagnostics.map(({ code }) => code);
}

describe('a condition', () => {
  it.each(rows)(
    '%s %s is taken with its fields, and without one of them refused',
    async (kind, operator, condition) => {
      const { fields, operators } = service[kind]!;
      const own = { ...fields, ...operators?.[operator] };
      expect(await codesOf(condition)).toEqual([]);
      expect(await codesOf({ ...condition, more: 1 })).toEqual(['wrong-fields']);
      for (const key of Object.keys(condition)) {
        if (own[key]?.isOptional === true) continue;
        const { [key]: _left, ...rest } = condition;
        expect(await codesOf(rest), key).toContain('missing-key');
      }
    },
  );

  it('has the kinds, the operators and the column types of the service', () => {
    const known = Object.entries<ConditionRow>(conditionKinds).map(([kind, { groups, columnTypes }]) => [
      kind,
      { operators: groups.flatMap(({ operators }) => [...operators]).sort(), columnTypes },
    ]);
    const theirs = Object.entries(service).map(([kind, { operators, columnTypes }]) => [
      kind,
      { operators: Object.keys(operators ?? {}).sort(), columnTypes },
    ]);
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(theirs));
  });

  it.each(rows)(
    '%s %s is refused by a realtime schedule where Cargo does not support it',
    async (kind, _operator, condition) => {
      const isRefused = (await codesOf(condition, { type: 'realtime' })).includes('not-realtime');
      expect(isRefused).toBe(!service[kind]!.isRealtime);
    },
  );
});

it('every key of a condition is known to the comparison', () => {
  const keys = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, each]) =>
          Array.isArray(value) ? keys(each) : [key, ...keys(each)],
        );
  const written = new Set(['groups', ...keys(rows.map(([, , condition]) => condition))]);
  expect(Object.keys(filterKeys).sort()).toEqual([...written].sort());
});
