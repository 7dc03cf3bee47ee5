import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/definition/check.ts';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import type { Folder, Model } from '../../src/definition/live.ts';
import { inOrder } from '../../src/definition/problems.ts';
import { needsOf, resolve } from '../../src/definition/resolve.ts';
import { demoSeed } from '../../sandbox/seed.ts';
import { play, repository, sandbox } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { withoutLongLists } from '../support/long-lists.ts';
import { connect } from '../support/workspace.ts';
import { fileOf, parse, variablesOf } from '../support/parsing.ts';

const folder = join(import.meta.dirname, '..', 'cases-live');
const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));

const none = (): Promise<void> => Promise.resolve();

/** The mistakes of a case as they are rendered, found in this process. */
async function found(name: string): Promise<string> {
  const workspace = connect(await sandbox());
  const files = [{ path: `plays/${name}`, bytes: readFileSync(join(folder, name)) }];
  const parsed = await parse(files, variablesOf(folder, name));
  const models = await workspace.models();
  const needs = needsOf(parsed.definitions, models);
  const folders = needs.folders ? await workspace.folders() : null;
  const datasets = needs.datasets ? await workspace.datasets() : null;
  const { desired, diagnostics } = await resolve(parsed.definitions, { models, folders, datasets }, none);
  return [...parsed.diagnostics, ...inOrder([...diagnostics, ...(await check(desired, models, none))])]
    .map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`)
    .join('');
}

/** What the log says of the definitions: all between the last stage and the closing line. */
function told(stdout: string): string {
  return stdout.slice(
    stdout.lastIndexOf('::endgroup::\n') + '::endgroup::\n'.length,
    stdout.search(/^(Failed|Done): /m),
  );
}

describe('a definition against the live workspace', () => {
  it.each(names)('%s gives the messages in its .out file', async (name) => {
    const server = await sandbox();
    const bare = name.replace(/\.yml$/, '');
    const run = await actHere(server, repository({ [`plays/${name}`]: readFileSync(join(folder, name)) }), {
      mode: 'plan',
      reach: 'false',
      // JSON is YAML
      variables: JSON.stringify(variablesOf(folder, name)),
    });
    const path = join(folder, `${bare}.out`);
    const out = withoutLongLists(told(run.stdout));
    if (process.env['UPDATE_CASES'] === '1') writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, 'utf8'));
    expect(run.code).toBe(out.includes(' error ') ? 1 : 0);
  });

  it.each(names)('%s is found, whichever check reports it', async (name) => {
    expect(withoutLongLists(await found(name))).toBe(
      readFileSync(join(folder, name.replace(/\.yml$/, '.out')), 'utf8'),
    );
  });

  it('is not checked where Cargo lists no columns, and a notice says so once', async () => {
    const seed = demoSeed(Date.now());
    const models = seed.models.map((model) => {
      const { columns: _columns, additionalColumns: _more, ...rest } = model;
      return rest as typeof model;
    });
    const server = await sandbox({ seed: { ...seed, models } });
    const tracked = { trackingColumnSlugs: ['nothing_like_any'] };
    const run = await actHere(
      server,
      repository({ 'plays/a.yml': play(tracked), 'plays/b.yml': play({ ...tracked, name: 'B' }) }),
    );
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout.match(/notice columns-unknown/g)).toHaveLength(1);
  });

  it('names no more models, columns and folders than help, and tells twins apart', async () => {
    const model = (slug: string, columns: number): Model => ({
      uuid: slug,
      workspaceUuid: null,
      slug,
      name: null,
      datasetUuid: null,
      columns: Array.from({ length: columns }, (_, index) => ({ slug: `c${String(index)}`, type: 'string' })),
    });
    const folderOf = (uuid: string): Folder => ({
      uuid,
      workspaceUuid: null,
      parentUuid: null,
      kind: 'play',
      name: 'Twin ',
    });
    const messages = async (models: readonly Model[], fields: Record<string, unknown>): Promise<string[]> => {
      const text = play({ modelUuid: undefined, ...fields });
      const { definitions } = await parse([fileOf('plays/a.yml', text)]);
      const folders = [folderOf('one'), folderOf('two')];
      const { desired, diagnostics } = await resolve(definitions, { models, folders, datasets: null }, none);
      return [...diagnostics, ...(await check(desired, models, none))].map(
        ({ code, message }) => `${code} ${message}`,
      );
    };
    const many = (amount: number): Model[] =>
      Array.from({ length: amount }, (_, index) => model(`m${String(index + 10)}`, 0));
    const no = { model: 'nothing_like_any' };
    expect(await messages(many(20), no)).toEqual([expect.stringMatching(/ Models: m10, .+, m28, m29\.$/)]);
    expect(await messages(many(21), no)).toEqual([expect.stringMatching(/, m28, m29 and 1 more\.$/)]);
    expect(await messages([], no)).toEqual([expect.stringMatching(/ Models: none\.$/)]);
    const tracked = { model: 'm', trackingColumnSlugs: ['nothing_like_any'] };
    expect(await messages([model('m', 30)], tracked)).toEqual([expect.stringMatching(/, c8, c9\.$/)]);
    expect(await messages([model('m', 31)], tracked)).toEqual([expect.stringMatching(/, c8 and 1 more\.$/)]);
    expect(await messages([model('m', 0)], tracked)).toEqual([expect.stringMatching(/ Columns: none\.$/)]);
    expect(await messages([model('m', 0)], { model: 'm', folder: 'Twin' })).toEqual([
      'ambiguous-folder 2 folders have this path: one, two. Write `folderUuid` with one of these UUIDs.',
    ]);
  });
});
