import { describe, expect, it } from 'vitest';
import type { Seed } from '../../sandbox/entities.ts';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { apply } from '../../src/modes/apply.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Before } from '../../src/report/report.ts';
import { play, repository, requested, sandbox } from '../support/action.ts';
import { tell } from '../support/stories.ts';

const uuid = (kind: string, number: number): string =>
  `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
const { accounts, productEvents } = demoUuids.models;

/** The demo workspace with these plays of ours, by id. */
function withPlays(plays: Readonly<Record<string, Partial<Seed['plays'][number]>>>): Seed {
  const made = Object.entries(plays).map(([id, each], index) => ({
    name: id,
    modelUuid: accounts,
    uuid: uuid('91a41000', index + 1),
    workflowUuid: uuid('30f11000', index + 1),
    segmentUuid: uuid('5e601000', index + 1),
    ...each,
    description: `${each.description ?? ''}\n\nManaged as code by acme/revenue#${id}`,
  }));
  return { ...demoSeed(0), plays: made };
}

/** What the report keeps of each play, by id, after an apply over these files. */
async function kept(
  seed: Seed,
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<{ befores: Record<string, Before | null>; requests: string[] }> {
  const server = await sandbox({ seed });
  const facts = await tell(apply, server, repository(files), {
    policy: 'sync',
    'allow-empty': 'true',
    ...inputs,
  });
  const { plays } = buildReport(facts, (text) => text);
  const befores = Object.fromEntries(plays.map(({ id, before }) => [id, before]));
  return { befores, requests: requested(server) };
}

describe('what the report keeps of plays as they were', () => {
  it('is the definition of each that was changed or deleted, and of no other', async () => {
    const { befores } = await kept(
      withPlays({ edited: { limit: 7, description: 'One.' }, same: {}, gone: { limit: 9 } }),
      {
        'plays/edited.yml': play({ name: 'edited', limit: 8 }),
        'plays/same.yml': play({ name: 'same', changeKinds: ['added'], runCreationRule: 'always' }),
        'plays/new.yml': play({ name: 'new' }),
      },
    );
    expect(befores['new']).toBeNull();
    expect(befores['same']).toBeNull();
    expect(befores['edited']).toMatchObject({ file: 'plays/edited.yml', files: [], notes: [] });
    const [schemaLine, ...lines] = befores['edited']?.text?.split('\n') ?? [];
    expect(schemaLine).toContain('$schema=');
    expect(lines).toEqual([
      'name: edited',
      'model: accounts',
      'changeKinds: [added]',
      'runCreationRule: always',
      'description: One.',
      'limit: 7',
      '',
    ]);
    expect(befores['gone']?.file).toBe('plays/gone.yml');
    expect(befores['gone']?.text).toContain('limit: 9');
  });

  it.each(['disable', 'release'])(
    'is that of a play without a definition, with `on-removal: %s`',
    async (way) => {
      const seed = withPlays({ gone: { limit: 9, isEnabled: true } });
      const { befores } = await kept(seed, {}, { 'on-removal': way });
      expect(befores['gone']).toMatchObject({ file: 'plays/gone.yml' });
      expect(befores['gone']?.text).toContain('limit: 9');
    },
  );

  it('of a play that is disabled says that it was on, and lacks no workflow', async () => {
    const seed = withPlays({ gone: { isEnabled: true } });
    const { befores } = await kept(seed, {}, { 'on-removal': 'disable' });
    expect(befores['gone']?.text?.split('\n')).toContain('enabled: true');
    // it keeps its workflow in Cargo
    expect(befores['gone']?.notes).toEqual([]);
  });

  it('says which keys the definition leaves to Cargo, as the copy holds them all', async () => {
    const { befores } = await kept(withPlays({ a: { limit: 7, schedule: { type: 'watch' } } }), {
      'plays/a.yml': play({ name: 'a', changeKinds: ['removed'], ignore: ['folder', 'limit', 'schedule'] }),
    });
    expect(befores['a']?.text?.split('\n')).toContain('limit: 7');
    expect(befores['a']?.notes).toEqual([
      'This copy has no `ignore`. Add `ignore: [folder, limit, schedule]` again, if these keys belong to Cargo.',
    ]);
  });

  it('says of a play that it was protected', async () => {
    const seed = withPlays({ a: { limit: 7 }, b: { limit: 7 } });
    const [first, ...others] = seed.plays;
    const plays = [{ ...first, description: `${first?.description ?? ''}, protected` }, ...others];
    const { befores } = await kept(
      { ...seed, plays },
      {
        'plays/a.yml': play({ name: 'a' }),
        'plays/b.yml': play({ name: 'b' }),
      },
    );
    expect(befores['a']?.text?.split('\n')).toContain('protect: true');
    expect(befores['b']?.text).not.toContain('protect');
  });

  it('asks for no list of its own: a folder that no definition names stands there by its uuid', async () => {
    const { befores, requests } = await kept(withPlays({ gone: { folderUuid: demoUuids.folders.gtm } }), {});
    expect(befores['gone']?.text).toContain(`folderUuid: ${demoUuids.folders.gtm}`);
    expect(befores['gone']?.notes).toEqual([
      'This copy has no workflow: the run did not read the workflows, because no definition has `workflow` or `enabled: true`.',
    ]);
    expect(requests.filter((line) => line.includes('folders') || line.includes('workflows'))).toEqual([]);
  });

  it('gives an id where the file does not, and stands where the definitions do', async () => {
    const { befores } = await kept(
      withPlays({ a: { limit: 1 }, b: { limit: 1 }, gone: {} }),
      { 'team/all.yml': `id: a\n${play({ name: 'a' })}---\nid: b\n${play({ name: 'b' })}` },
      { plays: 'team/*.yml', owner: 'acme/revenue' },
    );
    expect(befores['a']?.file).toBe('team/all.yml');
    expect(befores['a']?.text?.split('\n')[1]).toBe('id: a');
    expect(befores['gone']?.file).toBe('team/gone.yml');
  });

  it('says what has to be corrected, and lets the run go on', async () => {
    const { befores } = await kept(withPlays({ gone: { name: 'Two\nlines' } }), {});
    expect(befores['gone']?.notes).toContain(
      'Correct this before you apply the copy: A name must be one line, without spaces at its start or end.',
    );
  });

  it('names plays by id, but for those that wait for each other', async () => {
    const after = (number: number): Partial<Seed['plays'][number]> => ({
      schedule: { type: 'dependency', playUuid: uuid('91a41000', number) },
    });
    const { befores } = await kept(withPlays({ a: after(2), b: after(1), c: after(1) }), {});
    expect(befores['c']?.text).toContain('play: a }');
    const named = [befores['a'], befores['b']].filter((each) => each?.text?.includes('play: '));
    expect(named).toHaveLength(1);
    for (const each of Object.values(befores)) expect(JSON.stringify(each?.notes)).not.toContain('wait');
  });

  it('keeps a related model and its filter as they were', async () => {
    const filter = {
      conjonction: 'and',
      groups: [
        {
          conjonction: 'and',
          conditions: [
            {
              kind: 'occurrence',
              relatedModelUuid: productEvents,
              frequency: { operator: 'not' },
              period: { operator: 'lessThan', value: 30, unit: 'day' },
              conjonction: 'and',
              conditions: [],
            },
          ],
        },
      ],
    };
    const { befores } = await kept(withPlays({ edited: { filter } }), {
      'plays/edited.yml': play({ name: 'edited' }),
    });
    expect(befores['edited']?.text).toContain('relatedModel: ');
    expect(befores['edited']?.text).not.toContain(productEvents);
  });
});
