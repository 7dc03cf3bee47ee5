import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { foldersToMake, makeFolders, withFolders } from '../../src/reconcile/folders.ts';
import type { FolderOutcome } from '../../src/reconcile/folders.ts';
import { changesOf } from '../../src/reconcile/reviewed.ts';
import { fileOf, parse } from '../support/parsing.ts';
import { resolve } from '../../src/definition/resolve.ts';
import { sandbox, writes } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { stillClock } from '../support/still-clock.ts';
import type { Event } from '../support/still-clock.ts';
import { connect, reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

const { gtm, scoring } = demoUuids.folders;
const create = 'POST /workspaceManagement/folders';
const createFolders = { createFolders: true };
/** A definition of each folder, by ids in their order. */
const inFolders = (...folders: readonly string[]): Definitions =>
  Object.fromEntries(
    folders.map((folder, index) => [`p${String(index)}`, { ...made, name: `P${String(index)}`, folder }]),
  );

interface Making {
  readonly retries?: number;
  readonly events?: readonly Event[];
  readonly stop?: AbortSignal;
}

/** Plans over definitions, makes the folders that this needs, and gives what the plays then wait for. */
async function making(
  server: Sandbox,
  definitions: Definitions,
  { retries = 0, events = [], stop = new AbortController().signal }: Making = {},
): Promise<{ readonly outcomes: readonly FolderOutcome[]; readonly told: readonly string[] }> {
  const { planned } = await reconcile(server, definitions, createFolders);
  const order: FolderOutcome[] = [];
  const before = new Set(server.store.folders.keys());
  const outcomes = await makeFolders(foldersToMake(planned.changes), {
    api: connect(server).folderApi,
    before,
    retries,
    clock: stillClock(events),
    stop,
    onOutcome: (outcome) => order.push(outcome),
  });
  expect(order).toEqual(outcomes);
  return { outcomes, told: outcomes.map(({ folder, status }) => `${status} ${folder.path}`) };
}

/** The folders for plays below a parent, by name. */
const below = (server: Sandbox, parentUuid: string | null): string[] =>
  [...server.store.folders.values()]
    .filter((folder) => folder.kind === 'play' && folder.parentUuid === parentUuid)
    .map(({ name }) => name);

describe('folders that definitions name', () => {
  it('are made once each, parents first', async () => {
    const server = await sandbox();
    const definitions = inFolders(
      'GTM / New / Deep',
      'GTM/New',
      ' GTM / New/Deep ',
      'Other',
      'GTM / Scoring',
    );
    const { told } = await making(server, definitions);
    expect(told).toEqual(['created GTM / New', 'created GTM / New / Deep', 'created Other']);
    expect(below(server, gtm)).toEqual(['Scoring', 'Outreach', 'New']);
    expect(server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { name: 'New', emojiSlug: 'file_folder', kind: 'play', parentUuid: gtm },
      { name: 'Deep', emojiSlug: 'file_folder', kind: 'play', parentUuid: expect.any(String) as string },
      { name: 'Other', emojiSlug: 'file_folder', kind: 'play' },
    ]);
    // once they are there, a plan has nothing to make
    expect((await making(server, definitions)).told).toEqual([]);
  });

  it('are what the plays are then put in', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'P1', description: line('p1'), folderUuid: scoring });
    const { planned } = await reconcile(server, inFolders('GTM / New', 'GTM / New'), createFolders);
    const [folder] = foldersToMake(planned.changes);
    if (folder === undefined) throw new Error('no folder is to be made');
    const { changes, blocked } = withFolders(planned.changes, [
      { folder, status: 'created', uuid: 'f', note: null },
    ]);
    expect(changes).toMatchObject([
      { kind: 'create', desired: { fields: { folderUuid: 'f' } } },
      {
        kind: 'update',
        desired: { fields: { folderUuid: 'f' } },
        differences: [{ field: 'folderUuid', before: scoring, after: 'f' }],
      },
    ]);
    expect(blocked.size).toBe(0);
  });

  it('are the same change to a reviewer whether they exist by now or not', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'P1', description: line('p1'), folderUuid: scoring });
    const definitions = inFolders('GTM / New', 'GTM/New');
    const changes = async (): Promise<unknown> =>
      changesOf((await reconcile(server, definitions, createFolders)).planned.changes, (text) => text);
    const before = await changes();
    await making(server, definitions);
    expect(await changes()).toEqual(before);
  });

  it('are not made for a play that stays as it is', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'P0', description: line('p0'), folderUuid: scoring });
    const settings = { ...createFolders, policy: 'create-only' } as const;
    const { planned } = await reconcile(server, inFolders('GTM / New'), settings);
    expect(planned.changes).toMatchObject([{ kind: 'none', differences: [{ field: 'folderUuid' }] }]);
    expect(foldersToMake(planned.changes)).toEqual([]);
  });

  it('are not made for a play whose workflow alone is finished', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'P0', description: line('p0'), folderUuid: scoring });
    const [change] = (await reconcile(server, inFolders('GTM / New'), createFolders)).planned.changes;
    if (change?.kind !== 'update') expect.fail('there is no update');
    expect(foldersToMake([change])).toHaveLength(1);
    expect(foldersToMake([{ ...change, kept: change.differences, differences: [] }])).toEqual([]);
  });

  it('that cannot be made keep their plays and folders from being written, and no others', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', act: { kind: 'status', status: 403 } });
    const { outcomes, told } = await making(server, inFolders('New / Deep', 'Other'));
    expect(told).toEqual(['failed New', 'not-attempted New / Deep', 'created Other']);
    const { planned } = await reconcile(server, inFolders('New / Deep', 'Other'), createFolders);
    const { changes, blocked } = withFolders(planned.changes, outcomes);
    expect([...blocked]).toEqual([['p0', 'Its folder "New / Deep" was not created.']]);
    const { apply } = await reconcile(server, inFolders('GTM', 'Other'));
    const ended = await apply({ blocked });
    expect(changes).toHaveLength(2);
    expect(ended.map(({ status }) => status)).toEqual(['not-attempted', 'applied']);
  });
});

describe('a folder in doubt', () => {
  const appears = (server: Sandbox, atMs: number): Event => [
    atMs,
    () => {
      const uuid = '00000000-0000-4000-8000-0000000000f1';
      const { workspaceUuid } = server.store;
      server.store.folders.set(uuid, {
        ...{ uuid, workspaceUuid, parentUuid: null, kind: 'play', name: 'New', emojiSlug: 'x' },
      });
    },
  ];
  const posts = (server: Sandbox): number => writes(server).filter((each) => each === create).length;

  it.each([
    ['cut', { kind: 'cut' }],
    ['500', { kind: 'status', status: 500 }],
    ['504', { kind: 'status', status: 504 }],
    ['an answer that cannot be read', { kind: 'rubbish', body: '{"folder": 5}' }],
  ] as const)('is looked for before anything is repeated: %s', async (_what, act) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', act });
    const { told } = await making(server, inFolders('New'), { retries: 3, events: [appears(server, 1_900)] });
    expect(told).toEqual(['created New']);
    expect(posts(server)).toBe(1);
  });

  it('that was made is found at the first look', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', when: 'after', act: { kind: 'cut' } });
    expect((await making(server, inFolders('New'), { retries: 3 })).told).toEqual(['created New']);
    expect([posts(server), below(server, null)]).toEqual([1, ['GTM', 'Customer success', 'New']]);
  });

  it('that no look has found is made again, but not where Cargo may still be at work', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', act: { kind: 'cut' } });
    expect((await making(server, inFolders('New'), { retries: 1 })).told).toEqual(['created New']);
    expect(posts(server)).toBe(2);
    server.faults.add({ method: 'POST', act: { kind: 'status', status: 504 } });
    const late = await making(server, inFolders('Late'), { retries: 1 });
    expect(late.outcomes).toMatchObject([
      { status: 'failed', note: expect.stringContaining('may still appear') as unknown },
    ]);
    expect(posts(server)).toBe(3);
  });

  it('whose name is taken is the one that is there', async () => {
    const server = await sandbox();
    const duplicate = { kind: 'status', status: 400, body: { reason: 'duplicateName' } } as const;
    server.faults.add({ method: 'POST', act: duplicate });
    const { outcomes } = await making(server, inFolders('New'), { events: [appears(server, 100)] });
    expect(outcomes).toMatchObject([{ status: 'found', uuid: '00000000-0000-4000-8000-0000000000f1' }]);
    server.faults.add({ method: 'POST', act: duplicate });
    expect((await making(server, inFolders('Other'))).outcomes).toMatchObject([
      { status: 'failed', note: expect.stringContaining('does not list it') as unknown },
    ]);
  });

  it('of which Cargo keeps another name is used, and told', async () => {
    const server = await sandbox();
    const alter = (body: unknown): unknown => ({
      folder: { ...(body as { folder: object }).folder, name: 'new' },
    });
    server.faults.add({ method: 'POST', act: { kind: 'alter', alter } });
    expect((await making(server, inFolders('New'))).outcomes).toMatchObject([
      { status: 'created', note: expect.stringContaining('stores the name as "new"') as unknown },
    ]);
    expect(posts(server)).toBe(1);
  });

  it.each(['before', 'after'] as const)(
    'that is answered with one that is there is looked for, and made once: the answer comes %s it is made',
    async (when) => {
      const server = await sandbox();
      const other = JSON.stringify({ folder: server.store.folders.get(scoring) });
      server.faults.add({ method: 'POST', when, act: { kind: 'rubbish', body: other } });
      const { outcomes } = await making(server, inFolders('New'), { retries: 1 });
      expect(below(server, null)).toEqual(['GTM', 'Customer success', 'New']);
      const made = [...server.store.folders.values()].find(({ name }) => name === 'New');
      expect(outcomes).toMatchObject([{ status: 'created', uuid: made?.uuid, note: null }]);
      expect(posts(server)).toBe(when === 'before' ? 2 : 1);
    },
  );

  it('that is answered with one that was made just before is another one', async () => {
    const server = await sandbox();
    const alter = (): unknown => ({
      folder: [...server.store.folders.values()].find(({ name }) => name === 'New'),
    });
    server.faults.add({ method: 'POST', skip: 1, act: { kind: 'alter', alter } });
    const { outcomes } = await making(server, inFolders('New', 'Other'));
    const uuids = ['New', 'Other'].map(
      (name) => [...server.store.folders.values()].find((folder) => folder.name === name)?.uuid,
    );
    expect(outcomes.map(({ uuid }) => uuid)).toEqual(uuids);
  });

  it.each([
    ['lost', { kind: 'cut' }, 'created'],
    ['that it is there', { kind: 'status', status: 400, body: { reason: 'duplicateName' } }, 'found'],
  ] as const)(
    'is found under the name that Cargo keeps, and told, where the answer is %s',
    async (_what, act, status) => {
      const server = await sandbox();
      const { folders } = server.store;
      const set = folders.set.bind(folders);
      folders.set = (uuid, folder) => set(uuid, Object.assign(folder, { name: 'DEEP  new' }));
      server.store.settings.doubleFolders = true;
      server.faults.add({ method: 'POST', when: 'after', act });
      const { outcomes } = await making(server, inFolders('Deep new'), { retries: 1 });
      expect(outcomes).toMatchObject([
        { status, note: expect.stringContaining('stores the name as "DEEP  new"') as unknown },
      ]);
      expect(below(server, null)).toEqual(['GTM', 'Customer success', 'DEEP  new']);
    },
  );

  it('that no look can find stays in doubt, and is not made again', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', act: { kind: 'cut' } });
    server.faults.add({
      method: 'GET',
      path: /folders/,
      skip: 1,
      times: 3,
      act: { kind: 'status', status: 403 },
    });
    const { outcomes } = await making(server, inFolders('New'), { retries: 3 });
    expect(outcomes).toMatchObject([{ status: 'failed', uuid: null }]);
    expect(outcomes[0]?.note).toMatch(
      / Looking for the folder failed too: .+ The folder may or may not exist\. The next run uses it or creates it\.$/,
    );
    expect(posts(server)).toBe(1);
  });

  it.each([0, 2])('is made again %d times at most', async (retries) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', times: Infinity, act: { kind: 'cut' } });
    const { outcomes } = await making(server, inFolders('New'), { retries });
    expect(outcomes).toMatchObject([{ status: 'failed', uuid: null }]);
    expect(outcomes[0]?.note).toMatch(/ Cargo does not have the folder\. Run the job again to create it\.$/);
    expect(posts(server)).toBe(1 + retries);
  });

  it('is not made after the run was cancelled', async () => {
    const server = await sandbox();
    const { told } = await making(server, inFolders('New / Deep', 'Other'), { stop: AbortSignal.abort() });
    expect(told).toEqual(['not-attempted New', 'not-attempted New / Deep', 'not-attempted Other']);
    expect(writes(server)).toEqual([]);
  });
});

describe('a path', () => {
  /** What is wrong with definitions in these folders where folders may be made. */
  async function wrongIn(...folders: readonly string[]): Promise<string[]> {
    const workspace = connect(await sandbox());
    const files = Object.entries(inFolders(...folders)).map(([id, fields]) =>
      fileOf(`plays/${id}.yml`, JSON.stringify(fields)),
    );
    const { definitions } = await parse(files);
    const listed = { models: await workspace.models(), datasets: null, folders: await workspace.folders() };
    const { diagnostics } = await resolve(definitions, listed, () => Promise.resolve(), true);
    return diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }

  it.each([
    ['of a folder that exists, in another case', ['gtm / New'], /"gtm" would be new, but "GTM" differs/],
    ['with other blanks', ['Customer  success'], /but "Customer success" differs/],
    ['that another definition writes otherwise', ['A / New', 'A / new'], /but "A \/ New" differs/],
    ['whose top another definition writes otherwise', ['Top / A', 'TOP / B'], /but "Top" differs/],
  ])('%s is an error', async (_what, folders, message) => {
    expect(await wrongIn(...folders)).toEqual([expect.stringMatching(message)]);
  });

  it('that is new is none', async () => {
    expect(await wrongIn('A / New', 'A / New / Deep', 'GTM / Other', 'Scoring')).toEqual([]);
  });
});
