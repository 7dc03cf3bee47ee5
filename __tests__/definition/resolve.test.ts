import { describe, expect, it } from 'vitest';
import type { LiveWorkspace, Model } from '../../src/definition/live.ts';
import { Template } from '../../src/definition/references.ts';
import { needsOf, resolve } from '../../src/definition/resolve.ts';
import type { DesiredPlay } from '../../src/definition/resolve.ts';
import { fileOf, parse } from '../support/parsing.ts';

const uuidOf = (number: number): string => `abcdef00-0000-4000-8000-${String(number).padStart(12, '0')}`;
const model = (number: number, slug: string): Model => ({
  ...{ uuid: uuidOf(number), workspaceUuid: null, slug, name: null, datasetUuid: null, columns: null },
});
const folder = { uuid: uuidOf(5), workspaceUuid: null, parentUuid: null, kind: 'play', name: 'GTM' };
const live: LiveWorkspace = {
  models: [model(1, 'accounts'), model(2, 'contacts')],
  datasets: null,
  folders: [folder],
};

const parsed = async (
  plays: readonly object[],
): Promise<Awaited<ReturnType<typeof parse>>['definitions']> => {
  const files = plays.map((fields, index) => {
    const whole = { name: `P${String(index)}`, changeKinds: ['added'], runCreationRule: 'once', ...fields };
    return fileOf(`p${String(index)}.yml`, JSON.stringify(whole));
  });
  const { definitions, diagnostics } = await parse(files);
  expect(diagnostics).toEqual([]);
  return definitions;
};

async function resolved(
  ...plays: readonly object[]
): Promise<{ readonly desired: readonly DesiredPlay[]; readonly told: readonly string[] }> {
  const { desired, diagnostics } = await resolve(await parsed(plays), live, () => Promise.resolve());
  return {
    desired,
    told: diagnostics.map(({ code, place, message }) => `${place.file}: ${code}: ${message}`),
  };
}

const filterOf = (...conditions: readonly object[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});
const onRelated = (named: object): object => ({
  kind: 'string',
  columnSlug: 'a',
  operator: 'isNull',
  ...named,
});

describe('a play', () => {
  it('has uuids in place of names', async () => {
    const filter = filterOf(
      onRelated({ relatedModel: 'contacts' }),
      onRelated({ relatedModelUuid: uuidOf(1) }),
    );
    const { desired, told } = await resolved(
      { model: 'accounts', filter, folder: ' GTM ', schedule: { type: 'dependency', play: 'p1' } },
      { modelUuid: uuidOf(2).toUpperCase(), folderUuid: uuidOf(5).toUpperCase(), limit: 3 },
    );
    expect(told).toEqual([]);
    expect(desired).toMatchObject([
      {
        ...{
          id: 'p0',
          name: 'P0',
          modelUuid: uuidOf(1),
          model: 'accounts',
          folder: 'GTM',
          dependsOn: ['p1'],
        },
        fields: {
          filter: filterOf(
            onRelated({ relatedModelUuid: uuidOf(2) }),
            onRelated({ relatedModelUuid: uuidOf(1) }),
          ),
          folderUuid: uuidOf(5),
          schedule: {
            type: 'dependency',
            playUuid: new Template([{ id: 'p1' as DesiredPlay['id'], property: 'uuid' }]),
          },
        },
      },
      {
        ...{ modelUuid: uuidOf(2), model: 'contacts', folder: null },
        fields: { name: 'P1', folderUuid: uuidOf(5), limit: 3 },
      },
    ]);
    expect(Object.keys(desired[1]?.fields ?? {}).sort()).toEqual([
      'changeKinds',
      'folderUuid',
      'limit',
      'name',
      'runCreationRule',
    ]);
    expect(desired[0]?.fields.filter?.groups[0]?.conditions[0]).not.toHaveProperty('relatedModel');
  });

  it('on a model that is not there is told, and is none', async () => {
    const { desired, told } = await resolved({ model: 'leads', folder: 'Other' }, { model: 'contacts' });
    expect(desired.map(({ id }) => id)).toEqual(['p1']);
    expect(told).toEqual([
      expect.stringContaining('p0.yml: unknown-model: '),
      expect.stringContaining('p0.yml: unknown-folder: '),
    ]);
  });

  it('of one name, on a model that one names and the other knows by its uuid, is told', async () => {
    const { told } = await resolved(
      { name: 'A', model: 'accounts' },
      { name: 'A', modelUuid: uuidOf(1) },
      { name: 'A', modelUuid: uuidOf(2) },
      { name: 'B', modelUuid: uuidOf(1) },
    );
    expect(told).toEqual([
      'p1.yml: duplicate-name: A play named "A" on this model is already defined at p0.yml:1. Rename one of them.',
    ]);
  });
});

describe('what is asked for', () => {
  const twice = [model(1, 'accounts'), model(2, 'accounts'), model(3, 'contacts')];
  it.each<[string, object, readonly Model[], boolean, boolean]>([
    ['for a model', { model: 'accounts' }, live.models, false, false],
    ['for a folder', { model: 'accounts', folder: 'GTM' }, live.models, true, false],
    ['for a folder by its uuid', { model: 'accounts', folderUuid: uuidOf(5) }, live.models, true, false],
    ['for a model of a dataset', { model: 'crm/accounts' }, live.models, false, true],
    ['for a model of several datasets', { model: 'accounts' }, twice, false, true],
    ['for another model beside it', { model: 'contacts' }, twice, false, false],
    ['for a model by its uuid', { modelUuid: uuidOf(1) }, twice, false, false],
    [
      'for a related model of several datasets',
      { model: 'contacts', filter: filterOf(onRelated({ relatedModel: 'accounts' })) },
      twice,
      false,
      true,
    ],
  ])('beside the models %s', async (_what, fields, models, folders, datasets) => {
    expect(needsOf(await parsed([fields]), models)).toEqual({ folders, datasets });
  });
});
