import { describe, expect, it } from 'vitest';
import { FolderIndex, ModelIndex } from '../../src/definition/live.ts';
import type { Dataset, Folder, Model, Report } from '../../src/definition/live.ts';
import { NewFolder } from '../../src/definition/new-folder.ts';

const uuidOf = (number: number): string => `abcdef00-0000-4000-8000-${String(number).padStart(12, '0')}`;
const model = (number: number, slug: string, datasetUuid: string | null = null): Model => ({
  ...{ uuid: uuidOf(number), workspaceUuid: null, slug, name: null, datasetUuid, columns: null },
});
const dataset = (uuid: string): Dataset => ({ uuid, workspaceUuid: null, slug: `${uuid}-set` });

/** What is found, or what is told. */
function asked<Found>(find: (wrong: Report) => Found): { found: Found; told: readonly unknown[] } {
  const told: unknown[] = [];
  const found = find((code, path, message) => {
    told.push([code, path.join('.'), message]);
    return undefined;
  });
  return { found, told };
}

describe('a model', () => {
  const accounts = model(1, 'accounts', 'crm');
  const billed = model(2, 'accounts', 'erp');
  const contacts = model(3, 'contacts', 'crm');
  const loose = model(4, 'events');
  const models = [accounts, billed, contacts, loose];
  const index = new ModelIndex({ models, datasets: [dataset('crm'), dataset('erp')], folders: null });
  const all = 'Models: contacts, crm-set/accounts, erp-set/accounts, events.';
  const find = (mapping: object, of = index): { found: Model | undefined; told: readonly unknown[] } =>
    asked((wrong) => of.find({ ...mapping }, 'model', 'modelUuid', ['in', 0], wrong));

  it.each<[object, Model]>([
    [{ model: 'contacts' }, contacts],
    [{ model: 'crm-set/contacts' }, contacts],
    [{ model: 'erp-set/accounts' }, billed],
    [{ model: 'events' }, loose],
    [{ modelUuid: uuidOf(1) }, accounts],
    [{ modelUuid: uuidOf(1).toUpperCase() }, accounts],
    [{ modelUuid: uuidOf(1), model: 'contacts' }, accounts],
  ])('is found by %j', (mapping, expected) => {
    expect(find(mapping)).toEqual({ found: expected, told: [] });
  });

  it.each<[object, string, string, string]>([
    [
      { model: 'contatcs' },
      'unknown-model',
      'model',
      `The workspace has no model "contatcs". Did you mean "contacts"? ${all}`,
    ],
    [
      { model: 'other/events' },
      'unknown-model',
      'model',
      `The workspace has no model "other/events". ${all}`,
    ],
    [
      { model: 'warehouse/contacts' },
      'unknown-model',
      'model',
      `The workspace has no model "warehouse/contacts". Did you mean "crm-set/contacts"? ${all}`,
    ],
    [{ model: 'leads' }, 'unknown-model', 'model', `The workspace has no model "leads". ${all}`],
    [
      { modelUuid: uuidOf(9) },
      'unknown-model',
      'modelUuid',
      `The workspace has no model with the UUID ${uuidOf(9)}. ${all}`,
    ],
    [
      { model: 'accounts' },
      'ambiguous-model',
      'model',
      '2 datasets have a model "accounts". Write one of: crm-set/accounts or erp-set/accounts.',
    ],
  ])('is not found by %j, and the reason is told', (mapping, code, key, message) => {
    expect(find(mapping)).toEqual({ found: undefined, told: [[code, `in.0.${key}`, message]] });
  });

  it.each([{}, { model: 5 }, { modelUuid: null }])('that %j does not name is no mistake', (mapping) => {
    expect(find(mapping)).toEqual({ found: undefined, told: [] });
  });

  it('is called by its slug, and by its dataset too where that is not enough', () => {
    expect(models.map((each) => index.label(each))).toEqual([
      'crm-set/accounts',
      'erp-set/accounts',
      'contacts',
      'events',
    ]);
    const unlisted = new ModelIndex({ models, datasets: null, folders: null });
    expect(unlisted.label(accounts)).toBe('accounts');
    expect(find({ model: 'accounts' }, unlisted).told).toEqual([
      [
        'ambiguous-model',
        'in.0.model',
        '2 datasets have a model "accounts". Write one of: dataset/accounts.',
      ],
    ]);
    const half = new ModelIndex({ models, datasets: [dataset('crm')], folders: null });
    expect(find({ model: 'accounts' }, half).told).toEqual([
      [
        'ambiguous-model',
        'in.0.model',
        '2 datasets have a model "accounts". Write one of: crm-set/accounts or dataset/accounts.',
      ],
    ]);
  });

  it.each([
    [0, /Models: none\.$/],
    [20, /Models: m01, m02, .*, m20\.$/],
    [21, /Models: m01, m02, .*, m20 and 1 more\.$/],
  ])('of %d is named among the first twenty', (count, end) => {
    const many = Array.from({ length: count }, (_, at) => model(at, `m${String(at + 1).padStart(2, '0')}`));
    const of = new ModelIndex({ models: many.reverse(), datasets: null, folders: null });
    const [[, , message] = []] = find({ model: 'other' }, of).told as [unknown, unknown, string][];
    expect(message).toMatch(end);
  });
});

describe('a folder', () => {
  const folder = (number: number, name: string, parent: number | null = null, kind = 'play'): Folder => ({
    ...{ uuid: uuidOf(number), workspaceUuid: null, name, kind },
    parentUuid: parent === null ? null : uuidOf(parent),
  });
  const folders = [
    folder(1, 'GTM'),
    folder(2, ' Scoring ', 1),
    folder(3, 'Twin'),
    folder(4, 'Twin'),
    folder(5, 'Below', 3),
    folder(6, 'Both', 3),
    folder(7, 'Both', 4),
    folder(8, 'Models', null, 'model'),
  ];
  const find = (value: unknown, key: 'folder' | 'folderUuid' = 'folder', mayCreate = false): object =>
    asked((wrong) => new FolderIndex(folders, mayCreate).find(key, value, wrong));

  it.each<[unknown, number]>([
    ['GTM', 1],
    ['GTM/Scoring', 2],
    [' GTM /  Scoring', 2],
    // one of the two has it
    ['Twin / Below', 5],
  ])('is found by its path %j', (path, number) => {
    expect(find(path)).toEqual({ found: uuidOf(number), told: [] });
    expect(find(path, 'folder', true)).toEqual({ found: uuidOf(number), told: [] });
  });

  it('is found by its uuid, in any case', () => {
    expect(find(uuidOf(2).toUpperCase(), 'folderUuid')).toEqual({ found: uuidOf(2), told: [] });
  });

  it.each<[string, 'folder' | 'folderUuid', string, string]>([
    [
      uuidOf(9),
      'folderUuid',
      'unknown-folder',
      `The workspace has no folder for plays with the UUID ${uuidOf(9)}. Check \`folderUuid\`.`,
    ],
    [
      uuidOf(8),
      'folderUuid',
      'unknown-folder',
      `The workspace has no folder for plays with the UUID ${uuidOf(8)}. Check \`folderUuid\`.`,
    ],
    [
      'Twin',
      'folder',
      'ambiguous-folder',
      `2 folders have this path: ${uuidOf(3)}, ${uuidOf(4)}. Write \`folderUuid\` with one of these UUIDs.`,
    ],
    [
      'Twin/Both',
      'folder',
      'ambiguous-folder',
      `2 folders have this path: ${uuidOf(6)}, ${uuidOf(7)}. Write \`folderUuid\` with one of these UUIDs.`,
    ],
  ])('is not found by %j, whether folders may be made or not', (value, key, code, message) => {
    for (const mayCreate of [false, true])
      expect(find(value, key, mayCreate)).toEqual({ found: undefined, told: [[code, key, message]] });
  });

  const advice = 'Create it in Cargo, set `create-folders: true`, or correct the path.';
  it.each([
    [
      'GMT',
      `There is no folder "GMT" for plays at this place. Did you mean "GTM"? Folders there: GTM, Twin, Twin. ${advice}`,
    ],
    [
      'Models',
      `There is no folder "Models" for plays at this place. Folders there: GTM, Twin, Twin. ${advice}`,
    ],
    [
      'GTM / New / Deep',
      `There is no folder "New" for plays at this place. Folders there:  Scoring . ${advice}`,
    ],
    [
      'GTM / Scoring / New',
      `There is no folder "New" for plays at this place. Folders there: none. ${advice}`,
    ],
  ])('that is not there is told with those that are: %s', (path, message) => {
    expect(find(path)).toEqual({ found: undefined, told: [['unknown-folder', 'folder', message]] });
  });

  it.each<[string, readonly string[], number, string | null]>([
    ['New', ['New'], 0, null],
    ['GTM / New / Deep', ['GTM', 'New', 'Deep'], 1, uuidOf(1)],
    ['Models', ['Models'], 0, null],
  ])('that is not there may be made: %s', (path, names, existing, below) => {
    expect(find(path, 'folder', true)).toEqual({ found: new NewFolder(names, existing, below), told: [] });
  });

  it('is not made below one of two with the same path', () => {
    expect(find('Twin / New', 'folder', true)).toEqual(find('Twin', 'folder', true));
  });

  it('is not made beside one that differs only by spaces or letter case, here or in another definition', () => {
    const message = (name: string, twin: string): string =>
      `The folder "${name}" would be new, but "${twin}" differs from it only by spaces or letter case. Write both alike.`;
    expect(find('gtm', 'folder', true)).toMatchObject({
      told: [['unknown-folder', 'folder', message('gtm', 'GTM')]],
    });
    const index = new FolderIndex(folders, true);
    const told = ['A / One', 'a / Two', 'A / Two', 'A / ONE', 'B/A/One', 'A / One / Deep'].map(
      (path) => asked((wrong) => index.find('folder', path, wrong)).told,
    );
    expect(told).toEqual([
      [],
      [['unknown-folder', 'folder', message('a', 'A')]],
      [],
      [['unknown-folder', 'folder', message('A / ONE', 'A / One')]],
      [],
      [],
    ]);
  });

  it.each(['', 5, null, undefined])('that is named by %j is not looked up', (value) => {
    expect(find(value)).toEqual({ found: undefined, told: [] });
    expect(find(value, 'folderUuid')).toEqual({ found: undefined, told: [] });
  });
});
