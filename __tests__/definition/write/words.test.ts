import { describe, expect, it } from 'vitest';
import type { FieldName } from '../../../src/definition/fields.ts';
import { NewFolder } from '../../../src/definition/new-folder.ts';
import type { PlayId } from '../../../src/definition/play-id.ts';
import { fieldInWords, literally, unescaped } from '../../../src/definition/write/words.ts';
import type { FileNames } from '../../../src/definition/write/words.ts';

const id = 'other' as PlayId;
const names: FileNames = {
  model: (uuid) => ({ m1: 'contacts', m2: 'a ${{ b }}' })[uuid],
  folder: (uuid) => ({ f1: 'GTM / Scoring', f2: '${{ x }}' })[uuid],
  play: (uuid) =>
    ({
      p1: { id, property: 'uuid' as const },
      w1: { id, property: 'workflowUuid' as const },
      s1: { id, property: 'segmentUuid' as const },
    })[uuid],
};
const inWords = (field: FieldName, value: unknown): unknown => fieldInWords(field, value, names);

describe('a field of a live play', () => {
  it.each<[FieldName, unknown, unknown]>([
    ['description', null, null],
    ['limit', undefined, null],
    ['limit', 20, ['limit', 20]],
    ['name', 'Cost ${{ x }} and ${{ y }}', ['name', 'Cost $${{ x }} and $${{ y }}']],
    ['description', '${{ vars.X }}', ['description', '$${{ vars.X }}']],
    ['changeKinds', ['added'], ['changeKinds', ['added']]],
    ['folderUuid', 'f1', ['folder', 'GTM / Scoring']],
    ['folderUuid', 'f2', ['folder', '$${{ x }}']],
    ['folderUuid', 'unknown', ['folderUuid', 'unknown']],
    ['folderUuid', new NewFolder(['GTM', '${{ x }}'], 1, 'f1'), ['folder', 'GTM / $${{ x }}']],
    [
      'sort',
      [{ kind: 'asc', columnSlug: 'a', added: 1 }, 'odd'],
      ['sort', [{ columnSlug: 'a', kind: 'asc' }]],
    ],
    ['sort', 'odd', ['sort', []]],
    ['schedule', 'odd', ['schedule', 'odd']],
    [
      'schedule',
      { type: 'cron', cron: '0 6 * * 1', meta: {} },
      ['schedule', { type: 'cron', cron: '0 6 * * 1' }],
    ],
    ['schedule', { type: 'watch', meta: {} }, ['schedule', { type: 'watch' }]],
    ['schedule', { type: 'realtime', meta: {} }, ['schedule', { type: 'realtime' }]],
    ['schedule', { type: 'dbt', jobId: 12, meta: {} }, ['schedule', { type: 'dbt', jobId: '12' }]],
    [
      'schedule',
      { type: 'dependency', playUuid: 'p1', meta: {} },
      ['schedule', { type: 'dependency', play: id }],
    ],
    // a play is named by its own uuid alone
    [
      'schedule',
      { type: 'dependency', playUuid: 'w1' },
      ['schedule', { type: 'dependency', playUuid: 'w1' }],
    ],
    ['schedule', { type: 'dependency', playUuid: 'x' }, ['schedule', { type: 'dependency', playUuid: 'x' }]],
    [
      'schedule',
      { type: 'new', every: '${{ x }}', temporalScheduleWorkflowId: 'x', meta: {} },
      ['schedule', { type: 'new', every: '$${{ x }}' }],
    ],
    ['filter', 'odd', ['filter', 'odd']],
    ['filter', {}, ['filter', { conjonction: 'and', groups: [] }]],
  ])('%s: %j reads %j in a definition', (field, value, written) => {
    expect(inWords(field, value)).toEqual(written);
  });

  it.each<[string, object, object]>([
    [
      'keys in their order, without what the server adds',
      { values: ['a'], operator: 'is', added: 1, columnSlug: 'c', kind: 'string', relatedModelUuid: null },
      { kind: 'string', columnSlug: 'c', operator: 'is', values: ['a'] },
    ],
    [
      'a related model by its name',
      { kind: 'string', columnSlug: 'c', relatedModelUuid: 'm1', operator: 'isNull' },
      { kind: 'string', columnSlug: 'c', relatedModel: 'contacts', operator: 'isNull' },
    ],
    [
      'a related model whose name looks like an expression',
      { kind: 'string', columnSlug: 'c', relatedModelUuid: 'm2', operator: 'isNull' },
      { kind: 'string', columnSlug: 'c', relatedModel: 'a $${{ b }}', operator: 'isNull' },
    ],
    [
      'a related model without a name',
      { kind: 'string', columnSlug: 'c', relatedModelUuid: 'x', operator: 'isNull' },
      { kind: 'string', columnSlug: 'c', relatedModelUuid: 'x', operator: 'isNull' },
    ],
    [
      'the text of a number as a number',
      { kind: 'number', columnSlug: 'c', operator: 'between', firstValue: '1', lastValue: 2 },
      { kind: 'number', columnSlug: 'c', operator: 'between', firstValue: 1, lastValue: 2 },
    ],
    [
      'an empty text as it is',
      { kind: 'number', columnSlug: 'c', operator: 'is', value: ' ' },
      { kind: 'number', columnSlug: 'c', operator: 'is', value: ' ' },
    ],
    [
      'a date as it is',
      { kind: 'date', columnSlug: 'c', operator: 'is', value: '2026' },
      { kind: 'date', columnSlug: 'c', operator: 'is', value: '2026' },
    ],
    [
      'a segment of a play of this repository',
      { kind: 'segment', operator: 'in', segmentUuid: 's1' },
      { kind: 'segment', operator: 'in', segmentUuid: '${{ plays.other.segmentUuid }}' },
    ],
    [
      'a segment of another one',
      { kind: 'segment', operator: 'in', segmentUuid: 'x' },
      { kind: 'segment', operator: 'in', segmentUuid: 'x' },
    ],
    [
      'how often and how long, with numbers',
      {
        kind: 'enrollment',
        workflowUuid: 'w1',
        activityKind: 'workflowEntered',
        frequency: { value: '2', operator: 'moreThan', added: 1 },
        period: { unit: 'day', value: 3, operator: 'lessThan' },
      },
      {
        kind: 'enrollment',
        workflowUuid: '${{ plays.other.workflowUuid }}',
        activityKind: 'workflowEntered',
        frequency: { operator: 'moreThan', value: 2 },
        period: { operator: 'lessThan', value: 3, unit: 'day' },
      },
    ],
    [
      'never, without a number',
      { kind: 'enrollment', frequency: { operator: 'not', value: 1 }, period: { operator: 'exactly' } },
      { kind: 'enrollment', frequency: { operator: 'not' }, period: { operator: 'exactly' } },
    ],
    [
      'conditions inside, which go together by `and` where nothing else is said',
      {
        kind: 'object',
        columnSlug: 'c',
        operator: 'matchConditions',
        propertyConditions: [
          { kind: 'objectProperty', columnSlug: 'c', propertyName: 'p', operator: 'is', value: 3 },
        ],
      },
      {
        kind: 'object',
        columnSlug: 'c',
        operator: 'matchConditions',
        propertyConditions: [
          { kind: 'objectProperty', columnSlug: 'c', operator: 'is', propertyName: 'p', value: '3' },
        ],
        conjonction: 'and',
      },
    ],
    [
      'conditions of related records',
      {
        kind: 'occurrence',
        relatedModelUuid: 'm1',
        conjonction: 'or',
        conditions: [{ kind: 'string', operator: 'isNull', columnSlug: 'c', added: 1 }],
      },
      {
        kind: 'occurrence',
        relatedModel: 'contacts',
        conjonction: 'or',
        conditions: [{ kind: 'string', columnSlug: 'c', operator: 'isNull' }],
      },
    ],
    [
      'conditions of related records, where nothing is said of how they go together',
      { kind: 'occurrence', conditions: [] },
      { kind: 'occurrence', conditions: [], conjonction: 'and' },
    ],
    [
      'an operator that is not known, with all its keys',
      { kind: 'string', operator: 'sounds_like', columnSlug: 'c', added: '${{ x }}' },
      { kind: 'string', operator: 'sounds_like', columnSlug: 'c', added: '$${{ x }}' },
    ],
    [
      'a kind that is not known, with all its keys',
      { kind: 'new', list: [{ a: '${{ x }}' }], gone: null },
      { kind: 'new', list: [{ a: '$${{ x }}' }] },
    ],
  ])('a condition has %s', (_what, condition, written) => {
    const filter = (one: object, more: object[]): object => ({
      conjonction: 'or',
      groups: [{ conjonction: 'and', conditions: [one] }, ...more],
    });
    const live = filter(condition, [{ conjonction: 'or', conditions: [] }, { added: 1 }]);
    // the order of the keys counts, too
    expect(JSON.stringify(inWords('filter', live))).toBe(JSON.stringify(['filter', filter(written, [])]));
  });

  it('groups go together by `and` where nothing else is said', () => {
    const condition = { kind: 'boolean', columnSlug: 'c', operator: 'isTrue' };
    expect(inWords('filter', { groups: [{ conditions: [condition] }] })).toEqual([
      'filter',
      { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] },
    ]);
  });
});

it('escapes what looks like an expression, and takes that back', () => {
  expect(literally({ a: ['${{ x }}', 1, null, true] })).toEqual({ a: ['$${{ x }}', 1, null, true] });
  expect(unescaped('$${{ x }} $${{ y }} {{ z }}')).toBe('${{ x }} ${{ y }} {{ z }}');
});
