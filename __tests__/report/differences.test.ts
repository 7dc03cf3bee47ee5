import type { FieldName } from '../../src/definition/fields.ts';
import { describe, expect, it } from 'vitest';
import { Template } from '../../src/definition/references.ts';
import type { PlayReference } from '../../src/definition/references.ts';
import type { PlayId } from '../../src/definition/play-id.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { renderComment } from '../../src/report/comment.ts';
import { differenceInFileWords, folderNames, namesByUuid } from '../../src/report/file-words.ts';
import { differenceLog } from '../../src/report/log.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { shownDifference } from '../../src/report/value-diff.ts';
import { actualPlay, desiredPlay, none, reportOf, update, uuidOf } from '../support/report.ts';

type Condition = Readonly<Record<string, unknown>>;

const filterOf = (...conditions: readonly Condition[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});
const condition = (index: number, value = `value-${String(index)}`): Condition => ({
  kind: 'string',
  columnSlug: `column_${String(index)}`,
  operator: 'is',
  values: [value],
});
const many = (count: number, changed: number | null = null): object =>
  filterOf(
    ...Array.from({ length: count }, (_, index) => condition(index, index === changed ? 'NEW' : undefined)),
  );

/** The lines of a difference that are not the same on both sides. */
const changed = (before: unknown, after: unknown): string[] => {
  const shown = shownDifference({ field: 'filter', before, after });
  return shown.kind === 'lines' ? shown.lines.filter((line) => /^[-+]/.test(line)) : [];
};

describe('a long value', () => {
  it.each([0, 99, 150, 299])('shows the change in its condition %i, with three lines around it', (index) => {
    const report = reportOf([
      update(
        desiredPlay('score', { filter: many(300, index) }),
        actualPlay(1, 'score', {}, { filter: many(300) }),
      ),
    ]);
    const log = report.plays.flatMap(differenceLog);
    for (const text of [renderSummary(report, ''), renderComment(report, '<!-- -->', null), log.join('\n')]) {
      expect(text).toContain(`-          - value-${String(index)}`);
      expect(text).toContain('+          - NEW');
      expect(text).toContain(`columnSlug: column_${String(index)}`);
      expect(text).not.toContain(`columnSlug: column_${String(index + 3)}\n`);
    }
    expect(log.length).toBeLessThan(15);
  });

  it('shows only what changed where something was put in between', () => {
    expect(
      changed(
        filterOf(condition(1), condition(2)),
        filterOf(condition(1), condition(3), condition(2)),
      ).sort(),
    ).toEqual([
      '+          - value-3',
      '+        columnSlug: column_3',
      '+        operator: is',
      '+        values:',
      '+      - kind: string',
    ]);
  });

  it('has its keys in the order of the file', () => {
    const { values, operator, columnSlug, kind } = condition(1);
    expect(changed(filterOf({ values, operator, columnSlug, kind }), filterOf(condition(1, 'NEW')))).toEqual([
      '-          - value-1',
      '+          - NEW',
    ]);
  });

  it('is told whole where all of it changed, up to a limit', () => {
    const lines = (word: string): string =>
      Array.from({ length: 2_000 }, (_, index) => `${word} ${String(index)}`).join('\n');
    const shown = shownDifference({ field: 'description', before: lines('old'), after: lines('new') });
    expect(shown).toMatchObject({ kind: 'lines' });
    if (shown.kind === 'lines') expect(shown.lines.at(-1)).toBe('@@ … and 3900 more lines @@');
  });

  it('of one line is shown around its change', () => {
    const long = (end: string): string => `${'x'.repeat(5_000)}${end}`;
    expect(changed(long('before'), long('after'))).toEqual([
      `-…${'x'.repeat(60)}before`,
      `+…${'x'.repeat(60)}after`,
    ]);
  });
});

describe('a short value', () => {
  it('stands on one line, in the log too', () => {
    const report = reportOf([
      update(desiredPlay('score', { limit: 10 }), actualPlay(1, 'score', {}, { limit: 9_999 })),
    ]);
    expect(report.plays.flatMap(differenceLog)).toEqual(['        limit: 9999 → 10']);
    expect(renderSummary(report, '')).toContain('<code>limit</code>: <code>9999</code> → <code>10</code>');
  });
});

describe('the words of the file', () => {
  const contacts = uuidOf(1);
  const folder = uuidOf(2);
  const parent = uuidOf(3);
  const mine = uuidOf(4);
  const hand = uuidOf(5);
  const folders = [
    { uuid: parent, workspaceUuid: null, parentUuid: null, kind: 'play', name: 'GTM' },
    { uuid: folder, workspaceUuid: null, parentUuid: parent, kind: 'play', name: 'Scoring' },
  ];
  const id = 'other' as PlayId;
  const names = {
    models: namesByUuid([[contacts, 'contacts']]),
    folders: folderNames(folders),
    plays: new Map<string, string>([[hand, 'Made by hand']]),
    own: new Map<string, PlayReference>([
      [mine, { id, property: 'uuid' }],
      [uuidOf(6), { id, property: 'segmentUuid' }],
    ]),
  };
  const inWords = (field: FieldName, before: unknown, after: unknown): unknown =>
    differenceInFileWords({ field, before, after }, names);

  it.each<readonly [string, FieldName, unknown, unknown, unknown]>([
    ['a folder', 'folderUuid', folder, parent, { field: 'folder', before: 'GTM / Scoring', after: 'GTM' }],
    ['no folder', 'folderUuid', null, uuidOf(9), { field: 'folder', before: null, after: uuidOf(9) }],
    [
      'a related model',
      'filter',
      { relatedModelUuid: contacts.toUpperCase() },
      { relatedModelUuid: uuidOf(9) },
      {
        field: 'filter',
        before: { relatedModel: 'contacts' },
        after: { relatedModelUuid: uuidOf(9) },
      },
    ],
    [
      'a play of ours, and one of others',
      'schedule',
      { type: 'dependency', playUuid: mine },
      { playUuid: hand },
      {
        field: 'schedule',
        before: { type: 'dependency', play: 'other' },
        after: { playUuid: `${hand} (Made by hand)` },
      },
    ],
    [
      'a play that is not there yet',
      'schedule',
      null,
      { playUuid: new Template([{ id, property: 'uuid' }]) },
      {
        field: 'schedule',
        before: null,
        after: { play: 'other' },
      },
    ],
    [
      'a segment of ours',
      'filter',
      [{ segmentUuid: uuidOf(6) }],
      new Template(['a ', { id, property: 'workflowUuid' }]),
      {
        field: 'filter',
        before: [{ segmentUuid: '${{ plays.other.segmentUuid }}' }],
        after: 'a ${{ plays.other.workflowUuid }}',
      },
    ],
  ])('name %s', (_what, field, before, after, expected) => {
    expect(inWords(field, before, after)).toEqual(expected);
  });

  it('tell apart what is called the same', () => {
    const twice = namesByUuid([
      [contacts, 'users'],
      [mine, 'users'],
    ]);
    expect([...twice.values()]).toEqual([`users (${contacts})`, `users (${mine})`]);
  });

  it('end where folders stand in each other', () => {
    const circle = folders.map((each) => ({ ...each, parentUuid: each.uuid === parent ? folder : parent }));
    expect(folderNames(circle).get(folder)).toBe('GTM / Scoring');
  });
});

describe('a field that a definition ignores', () => {
  const actual = actualPlay(1, 'score', {}, { limit: 9 });
  const left = (change: Change): Change =>
    ({ ...change, ignored: [{ field: 'limit', before: 9, after: 5 }] }) as Change;

  it('is shown dimmed, with both values, also where nothing else differs', () => {
    const ignoring = { ...desiredPlay('score', { limit: 9 }), ignored: new Set(['limit'] as const) };
    const report = reportOf([left(none(ignoring, actual))]);
    expect(renderSummary(report, '')).toContain('<sub>ignored: limit</sub>');
    expect(renderSummary(report, '')).toContain(
      '<sub>ignored <code>limit</code>: <code>9</code>, in the file <code>5</code></sub>',
    );
    expect(report.plays.flatMap(differenceLog)).toEqual(['        ignored limit: 9, in the file 5']);
    expect(report.counts).toMatchObject({ none: 1, drifted: 0 });
    // nothing that a reviewer must look at
    expect(renderComment(report, '', null)).toContain('<sub>Ignored differences in 1 play.</sub>');
  });
});
