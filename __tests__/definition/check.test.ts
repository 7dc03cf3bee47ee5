import { describe, expect, it } from 'vitest';
import { check } from '../../src/definition/check.ts';
import type { Diagnostic } from '../../src/definition/diagnostic.ts';
import type { Column, Model } from '../../src/definition/live.ts';
import { accountsUuid, desiredPlay } from '../support/report.ts';

const contactsUuid = 'abcdef00-0000-4000-8000-000000000000';
const model = (uuid: string, slug: string, columns: Readonly<Record<string, string>> | null): Model => ({
  ...{ uuid, workspaceUuid: null, slug, name: null, datasetUuid: null },
  columns:
    columns === null ? null : Object.entries(columns).map(([name, type]): Column => ({ slug: name, type })),
});
const accounts = model(accountsUuid, 'accounts', {
  domain: 'string',
  size: 'number',
  tags: 'array',
  odd: 'new-type',
});
const contacts = model(contactsUuid, 'contacts', { email: 'string' });

/** What is told of plays with these fields, and where. */
async function told(models: readonly Model[], ...plays: readonly object[]): Promise<Diagnostic[]> {
  const desired = plays.map((fields, index) => ({
    ...desiredPlay(`p${String(index)}`, { ...fields }),
    // the place says the path
    place: (path: readonly (string | number)[]) => ({
      ...{ file: path.join('.'), line: 1, column: 1, endColumn: 2, excerpt: '' },
    }),
  }));
  return check(desired, models, () => Promise.resolve());
}
const filterOf = (...conditions: readonly object[]): object => ({
  filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions }] },
});
const related = { relatedModelUuid: contactsUuid.toUpperCase() };
const inFilter = 'filter.groups.0.conditions.0';
const columns = 'Columns: domain, odd, size, tags.';
const missing = (slug: string, near = '', of = 'accounts', list = columns): string =>
  `The model ${of} has no column "${slug}".${near} Cargo would accept it and match no records. ${list}`;

describe('a column', () => {
  it.each<[string, object]>([
    [
      'in all places',
      {
        sort: [{ columnSlug: 'size' }],
        trackingColumnSlugs: ['domain'],
        ...filterOf({ kind: 'string', columnSlug: 'domain' }),
      },
    ],
    ['of a related model', filterOf({ kind: 'string', columnSlug: 'email', ...related })],
    [
      'of a model that is not there',
      filterOf({ kind: 'string', columnSlug: 'x', relatedModelUuid: accountsUuid.replace('2', '3') }),
    ],
    [
      'of a model by a name that means nothing',
      filterOf({ kind: 'string', columnSlug: 'x', relatedModel: 'none' }),
    ],
    ['of a type that is not known', filterOf({ kind: 'string', columnSlug: 'odd' })],
    ['of an array, by its properties', filterOf({ kind: 'objectProperty', columnSlug: 'tags' })],
    ['that no text names', filterOf({ kind: 'string', columnSlug: 5 })],
    ['in a condition of no kind', filterOf({ columnSlug: 'x' })],
    ['in a condition of another kind', filterOf({ kind: 'segment', columnSlug: 'x' })],
  ])('is right: %s', async (_what, fields) => {
    expect(await told([accounts, contacts], fields)).toEqual([]);
  });

  it.each<[string, object, string, string, string]>([
    [
      'in a sort',
      { sort: [{ columnSlug: 'size' }, { columnSlug: 'x' }] },
      'unknown-column',
      'sort.1.columnSlug',
      missing('x'),
    ],
    [
      'that is tracked',
      { trackingColumnSlugs: ['sizes'] },
      'unknown-column',
      'trackingColumnSlugs.0',
      missing('sizes', ' Did you mean "size"?'),
    ],
    [
      'in a filter',
      filterOf({ kind: 'string', columnSlug: 'x' }),
      'unknown-column',
      `${inFilter}.columnSlug`,
      missing('x'),
    ],
    [
      'of a related model',
      filterOf({ kind: 'string', columnSlug: 'domain', ...related }),
      'unknown-column',
      `${inFilter}.columnSlug`,
      missing('domain', '', 'contacts', 'Columns: email.'),
    ],
    [
      'of another type',
      filterOf({ kind: 'string', columnSlug: 'size' }),
      'wrong-kind',
      `${inFilter}.kind`,
      'The column "size" has the type number, but `kind: string` is for columns of the type string, so Cargo would match no records. Write `kind: number`.',
    ],
    [
      'without properties',
      filterOf({ kind: 'objectProperty', columnSlug: 'size' }),
      'wrong-kind',
      `${inFilter}.kind`,
      'The column "size" has the type number, but `kind: objectProperty` is for columns of the types object and array, so Cargo would match no records. Write `kind: number`.',
    ],
  ])('is wrong: %s', async (_what, fields, code, path, message) => {
    expect(await told([accounts, contacts], fields)).toMatchObject([
      { severity: 'error', code, message, place: { file: path } },
    ]);
  });

  it.each([
    [0, 'Columns: none.'],
    [30, 'c29, c30.'],
    [31, 'c29, c30 and 1 more.'],
  ])('is told with up to thirty others (%d)', async (count, end) => {
    const many = Array.from({ length: count }, (_, at) => [
      `c${String(count - at).padStart(2, '0')}`,
      'string',
    ]);
    const of = model(accountsUuid, 'accounts', Object.fromEntries(many) as Record<string, string>);
    const [found] = await told([of], { trackingColumnSlugs: ['other'] });
    expect(found?.message.endsWith(end)).toBe(true);
  });
});

describe('a model of which Cargo lists no columns', () => {
  it('is told once, and no condition on it is checked', async () => {
    const fields = {
      trackingColumnSlugs: ['x'],
      ...filterOf({ kind: 'string', columnSlug: 'x' }, { kind: 'string', columnSlug: 'x', ...related }),
    };
    const models = [model(accountsUuid, 'accounts', null), model(contactsUuid, 'contacts', null)];
    expect(await told(models, fields, fields)).toMatchObject([
      { severity: 'notice', code: 'columns-unknown', place: { file: 'model' } },
      { severity: 'notice', code: 'columns-unknown', place: { file: 'filter.groups.0.conditions.1' } },
    ]);
    const [first] = await told(models, fields);
    expect(first?.message).toBe(
      'Cargo does not list the columns of the model accounts, so conditions on them are not checked.',
    );
  });

  it('is no mistake where it is not in the list', async () => {
    expect(await told([], { trackingColumnSlugs: ['x'] })).toEqual([]);
  });
});
