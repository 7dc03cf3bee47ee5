import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { fieldNames, ignorableKeys, keyOf } from '../../src/definition/fields.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { sandbox } from '../support/action.ts';
import { filterOf, line, made } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';

const filled = { kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' };
const empty = { ...filled, operator: 'isEmpty' };

/** Each field as the definition has it, and as somebody changed it in the web page. */
const values: Readonly<Record<string, readonly [inFile: unknown, inCargo: unknown]>> = {
  name: ['Score new accounts', 'Renamed by hand'],
  changeKinds: [['added'], ['added', 'removed']],
  runCreationRule: ['once', 'always'],
  description: ['From the file.', `By hand.\n\n${line('score')}`],
  filter: [filterOf(filled), filterOf(empty)],
  sort: [[{ columnSlug: 'domain', kind: 'asc' }], [{ columnSlug: 'domain', kind: 'desc' }]],
  limit: [500, 9_999],
  trackingColumnSlugs: [['domain'], ['industry']],
  schedule: [
    { type: 'cron', cron: '0 6 * * 1' },
    { type: 'cron', cron: '0 7 * * 1' },
  ],
  folderUuid: [demoUuids.folders.scoring, null],
};
const inFile = Object.fromEntries(Object.entries(values).map(([field, [value]]) => [field, value]));
const whole = { ...made, ...inFile };

/** One run over this definition of the play `score`. */
async function run(
  server: Sandbox,
  definition: object,
  policy: 'create-only' | 'upsert-only' | 'sync' = 'upsert-only',
): Promise<Change | undefined> {
  const { planned, apply } = await reconcile(server, { score: definition }, { policy });
  expect(planned.refusals).toEqual([]);
  await apply();
  return planned.changes[0];
}

async function madeAndEdited(definition: object, edit: object): Promise<Sandbox> {
  const server = await sandbox();
  await run(server, definition);
  const [play] = server.store.livePlays().slice(-1);
  server.store.editPlay(play?.uuid ?? '', edit);
  return server;
}

const stored = (server: Sandbox): Record<string, unknown> => {
  const play = server.store.livePlays().at(-1);
  return { ...play, ...server.store.segments.get(play?.segmentUuid ?? '') };
};

describe('a field that a definition ignores', () => {
  it.each(fieldNames)('%s is set when the play is made, and then left as it is', async (field) => {
    const [is, was] = values[field] ?? [];
    const definition = { ...whole, ignore: [keyOf(field)] };
    const server = await madeAndEdited(definition, { [field]: was });
    const body = server.requests.find(({ method }) => method === 'POST')?.body;
    expect(body).toMatchObject({
      [field]: field === 'description' ? `From the file.\n\n${line('score')}` : is,
    });

    for (const policy of ['create-only', 'upsert-only', 'sync'] as const) {
      const change = await run(server, definition, policy);
      expect(change).toMatchObject({ kind: 'none', differences: [], ignored: [{ field }] });
    }
    // another field's update leaves it out
    const other = field === 'limit' ? 'sort' : 'limit';
    const change = await run(server, { ...definition, [other]: other === 'limit' ? 7 : undefined });
    expect(change).toMatchObject({ kind: 'update', differences: [{ field: other }], ignored: [{ field }] });
    const put = server.requests.findLast(({ method }) => method === 'PUT')?.body;
    expect(Object.keys(put as object)).toEqual([other]);
    if (field !== 'schedule') expect(stored(server)[field]).toEqual(was);
  });

  it('is not cleared where the definition leaves it out', async () => {
    const server = await madeAndEdited({ ...made, ignore: ['limit', 'schedule'] }, { limit: 5 });
    const change = await run(server, { ...made, ignore: ['limit', 'schedule'] });
    expect(change).toMatchObject({ kind: 'none', differences: [], ignored: [{ field: 'limit', before: 5 }] });
  });

  it('keeps its own text where an update has to write the ownership line', async () => {
    const server = await madeAndEdited({ ...whole, ignore: ['description'] }, { description: line('older') });
    server.store.editPlay(server.store.livePlays().at(-1)?.uuid ?? '', {
      description: `Text of the web page.\n\n${line('older')}`,
    });
    const change = await run(server, { ...whole, ignore: ['description'], formerly: 'older' });
    expect(change).toMatchObject({ kind: 'update', newLine: true });
    expect(stored(server)['description']).toBe(`Text of the web page.\n\n${line('score')}`);
  });

  it('is not taken over by an adoption', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, limit: 3, changeKinds: ['removed'] });
    const definition = { ...made, limit: 500, ignore: ['limit'] };
    const { planned, apply } = await reconcile(server, { score: definition }, { adopt: true });
    expect(planned.changes).toMatchObject([{ kind: 'adopt', ignored: [{ field: 'limit' }] }]);
    await apply();
    expect(stored(server)).toMatchObject({ limit: 3, changeKinds: ['added'] });
    expect(server.store.plays.get(uuid)?.description).toBe(line('score'));
  });

  it('costs nothing more, since nothing of it changes', async () => {
    const definition = {
      ...made,
      schedule: { type: 'cron', cron: '@every 1h' },
      limit: 5,
      ignore: ['schedule'],
    };
    const server = await madeAndEdited(definition, { schedule: null });
    const { planned } = await reconcile(server, { score: { ...definition, limit: 4 } });
    expect(planned.changes).toMatchObject([{ kind: 'update' }]);
    expect([...planned.impacts.values()].flat()).toEqual([]);
  });

  it('does not make its play wait for another one', async () => {
    const server = await sandbox();
    const schedule = { type: 'dependency', play: 'other' };
    const definition = { ...made, schedule, limit: 5, ignore: ['schedule'] };
    const other = { ...made, name: 'Other' };
    await (await reconcile(server, { other, score: definition })).apply();
    server.store.editPlay(server.store.livePlays().at(-1)?.uuid ?? '', { schedule: null });
    const waitsFor = async (more: object): Promise<unknown> => {
      const { planned } = await reconcile(server, { other, score: { ...definition, limit: 4, ...more } });
      return planned.changes.map((change) => ('desired' in change ? change.desired.dependsOn : null));
    };
    expect(await waitsFor({})).toEqual([[], []]);
    // unless something else of it needs that one
    expect(await waitsFor({ description: 'After ${{ plays.other.uuid }}.' })).toEqual([[], ['other']]);
    const nodes = [{ slug: 'v', variables: { other: '${{ plays.other.uuid }}' } }];
    expect(await waitsFor({ workflow: { nodes } })).toEqual([[], ['other']]);
    expect(await waitsFor({ ignore: ['limit'] })).toEqual([[], ['other']]);
  });

  it('keeps a name that no other definition can give to its play', async () => {
    const kept = { ...made, ignore: ['name'] };
    const server = await madeAndEdited(kept, { name: 'By hand' });
    const plannedWith = async (name: string, other: object = {}): Promise<unknown> => {
      const { planned } = await reconcile(server, { score: kept, other: { ...made, name, ...other } });
      return [planned.changes.map(({ kind, id }) => `${kind} ${id}`), planned.refusals];
    };
    const refused = [
      {
        id: 'other',
        message:
          'The play of "score" on the model accounts has the name "By hand" in Cargo, and keeps it, because its ' +
          'definition ignores `name`. Plays on one model need different names. Rename this play in the file, or the other one in Cargo.',
      },
    ];
    expect(await plannedWith('By hand')).toMatchObject([['none score'], refused]);
    expect(await plannedWith('By hand', { modelUuid: demoUuids.models.contacts })).toEqual([
      ['none score', 'create other'],
      [],
    ]);
    expect(await plannedWith('Another')).toEqual([['none score', 'create other'], []]);
    // nor by renaming
    await (await reconcile(server, { score: kept, other: { ...made, name: 'Another' } })).apply();
    expect(await plannedWith('By hand')).toMatchObject([['none score'], refused]);
  });

  it('can be any field, the workflow, and whether the play is on', () => {
    expect(ignorableKeys).toEqual([
      ...fieldNames.flatMap((field) => (field === 'folderUuid' ? ['folder', 'folderUuid'] : [field])),
      'workflow',
      'enabled',
    ]);
  });
});
