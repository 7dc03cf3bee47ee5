import { expect, describe, it } from 'vitest';
import { keys } from '../../scripts/keys.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { fieldNames, keyOf, playFields } from '../../src/definition/fields.ts';
import { fieldInWords } from '../../src/definition/write/words.ts';
import { liveFields } from '../../src/reconcile/pull.ts';
import { loadActual } from '../../src/reconcile/load.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { PlanSettings } from '../../src/reconcile/plan.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { connect, reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

/** Plans and applies, and tells how each change ended. */
async function run(
  server: Sandbox,
  definitions: Definitions,
  settings: Partial<PlanSettings> = {},
): Promise<string[]> {
  const { planned, apply } = await reconcile(server, definitions, settings);
  const outcomes = await apply();
  const told = outcomes.map(({ status, change }) => `${change.kind} ${status}`);
  return planned.refusals.length > 0 ? ['refused'] : told;
}

describe('two owners on one workspace', () => {
  it('never touch what is not theirs', async () => {
    const server = await sandbox();
    const byHand = server.store.livePlays().length;
    server.store.addPlay({ ...made, name: 'Made by hand' });
    const untouched = structuredClone(server.store.livePlays());
    for (let round = 0; round < 10; round += 1) {
      const ours = { score: made, more: { ...made, name: 'More', limit: round + 1 } };
      const theirs = { score: { ...made, name: 'Theirs' } };
      for (const [definitions, owner] of [
        [ours, 'acme/revenue'],
        [theirs, 'acme/other'],
      ] as const) {
        const ends = await run(server, definitions, { policy: 'sync', owner: owner as Owner });
        expect(ends).toHaveLength(Object.keys(definitions).length);
        expect(ends.join()).not.toMatch(/delete|failed|refused/);
      }
    }
    expect(server.store.livePlays()).toHaveLength(byHand + 4);
    for (const each of untouched) expect(server.store.plays.get(each.uuid)).toEqual(each);
  });
});

describe('an edit in YAML', () => {
  const whole = {
    ...made,
    changeKinds: ['added', 'updated'],
    description: 'Scores.',
    filter: {
      conjonction: 'and',
      groups: [
        {
          conjonction: 'and',
          conditions: [{ kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' }],
        },
      ],
    },
    sort: [{ columnSlug: 'employee_count', kind: 'desc' }],
    limit: 500,
    trackingColumnSlugs: ['domain'],
    schedule: { type: 'cron', cron: '0 6 * * 1' },
    folderUuid: 'f01de000-0000-4000-8000-000000000002',
  };
  const nothing = { conjonction: 'and', groups: [] };
  const edits: readonly [string, unknown, unknown?][] = [
    ['name', 'Another name'],
    ['changeKinds', ['added']],
    ['runCreationRule', 'always'],
    ['description', 'Another text.', `Another text.\n\n${line('score')}`],
    ['filter', { ...whole.filter, conjonction: 'or' }],
    ['sort', [{ columnSlug: 'employee_count', kind: 'asc' }]],
    ['limit', 20],
    ['trackingColumnSlugs', ['domain', 'industry']],
    ['schedule', { type: 'watch' }],
    ['folderUuid', 'f01de000-0000-4000-8000-000000000001'],
    ['description', undefined, line('score')],
    ['filter', undefined, nothing],
    ['sort', undefined, null],
    ['limit', undefined, null],
    ['trackingColumnSlugs', undefined, null],
    ['schedule', undefined, null],
    ['folderUuid', undefined, null],
  ];

  it.each(edits)(
    'of %s to %j is one update with that field alone, and then nothing',
    async (field, value, sent) => {
      const server = await sandbox();
      await run(server, { score: whole });
      const since = server.requests.length;
      const edited = { score: { ...whole, [field]: value } };
      expect(await run(server, edited)).toEqual(['update applied']);
      const puts = server.requests.slice(since).filter(({ method }) => method !== 'GET');
      expect(puts.map(({ method, body }) => [method, body])).toEqual([
        ['PUT', { [field]: sent === undefined ? value : sent }],
      ]);
      expect(await run(server, edited)).toEqual(['none unchanged']);
    },
  );

  it('of what is a set by its order alone is no edit', async () => {
    const server = await sandbox();
    await run(server, { score: { ...whole, trackingColumnSlugs: ['domain', 'industry'] } });
    const turned = {
      ...whole,
      changeKinds: ['updated', 'added'],
      trackingColumnSlugs: ['industry', 'domain'],
    };
    expect(await run(server, { score: turned })).toEqual(['none unchanged']);
  });
});

describe('each field', () => {
  const names = {
    model: () => undefined,
    folder: (uuid: string) => (uuid === demoUuids.folders.scoring ? 'GTM / Scoring' : undefined),
    play: () => undefined,
  };

  it.each(fieldNames)(
    '%s is set as documented, read back in the words of the file, and cleared',
    async (field) => {
      const server = await sandbox();
      await run(server, { score: made });
      const key = keyOf(field);
      const example = keys[key]?.examples[0];
      const documented = { score: { ...made, [key]: example } };
      const differing = async (definitions: Definitions): Promise<string[]> => {
        const { planned, apply } = await reconcile(server, definitions);
        await apply();
        return planned.changes.flatMap((change) =>
          'differences' in change ? change.differences.map((difference) => difference.field) : [],
        );
      };
      expect(await differing(documented)).toEqual(made.name === example ? [] : [field]);
      expect(await differing(documented)).toEqual([]);
      const { api, segments, plays } = connect(server);
      const rows = (await plays()).filter(({ description }) => description?.includes('#score'));
      const [actual] = [...(await loadActual(rows, api, segments, () => Promise.resolve())).values()];
      expect(fieldInWords(field, liveFields(actual!)[field], names)).toEqual([key, example]);
      if (!('cleared' in playFields[field])) return;
      expect(await differing({ score: made })).toEqual([field]);
      expect(await differing({ score: made })).toEqual([]);
    },
  );
});
