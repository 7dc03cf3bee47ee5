import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import { fileOf, parseOnFork } from '../support/parsing.ts';

const empty = '${{ vars.EMPTY }}';

/** What is wrong with a play on a fork's run, where its variables are empty. */
async function told(fields: object): Promise<string[]> {
  const whole = {
    name: 'Score',
    model: 'accounts',
    changeKinds: ['added'],
    runCreationRule: 'once',
    ...fields,
  };
  const { diagnostics } = await parseOnFork([fileOf('score.yml', JSON.stringify(whole))]);
  return diagnostics.map((each) => renderDiagnostic(each).split('\n')[0] ?? '');
}

const filterOf = (condition: object): object => ({
  filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] },
});

describe('an empty variable on a fork’s run', () => {
  it.each<[string, object]>([
    ['a number', { limit: empty }],
    ['an entry of a list', { changeKinds: ['added', empty] }],
    ['a mapping', { schedule: empty }],
    ['what decides which keys there are', { schedule: { type: empty, cron: '0 6 * * 1' } }],
    ['a cron', { schedule: { type: 'cron', cron: empty } }],
    ['an operator', filterOf({ kind: 'string', columnSlug: 'domain', operator: empty, values: ['x'] })],
    ['a kind', filterOf({ kind: empty, columnSlug: 'domain', operator: 'is', values: ['x'] })],
    ['a date', filterOf({ kind: 'date', columnSlug: 'at', operator: 'is', value: empty })],
    ['a folder', { folder: empty }],
  ])('may be %s', async (_what, fields) => {
    expect(await told(fields)).toEqual([]);
  });

  it('hides no other mistake', async () => {
    const schedule = { type: 'cron', cron: '0 6 * *' };
    expect(await told({ name: empty, description: `About ${empty}.`, limit: 'many', schedule })).toEqual([
      expect.stringContaining('wrong-limit: "limit" must be a whole number'),
      expect.stringContaining('wrong-cron: This cron has 4 fields.'),
    ]);
    // beside the one that is not known
    expect(
      await told(
        filterOf({ kind: 'number', columnSlug: empty, operator: 'between', firstValue: 'a', lastValue: 1 }),
      ),
    ).toEqual([expect.stringContaining('wrong-type: "firstValue" must be a number')]);
  });
});
