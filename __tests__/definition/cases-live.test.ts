import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoSeed } from '../../src/sandbox/seed.ts';
import { act, play, repository, sandbox } from '../action/support.ts';

const folder = join(import.meta.dirname, '..', 'cases-live');
const names = readdirSync(folder).filter((name) => name.endsWith('.yml'));

/** What the log says of the definitions: all between the last stage and the closing line. */
function told(stdout: string): string {
  return stdout.slice(
    stdout.lastIndexOf('::endgroup::\n') + '::endgroup::\n'.length,
    stdout.search(/^(Failed|Done): /m),
  );
}

describe('a definition against the live workspace', () => {
  it.each(names)('%s is told as its .out says', async (name) => {
    const server = await sandbox();
    const bare = name.replace(/\.yml$/, '');
    const vars = join(folder, `${bare}.vars.json`);
    const run = await act(server, repository({ [`plays/${name}`]: readFileSync(join(folder, name)) }), {
      mode: 'plan',
      variables: existsSync(vars) ? readFileSync(vars, 'utf8') : '',
    });
    const path = join(folder, `${bare}.out`);
    if (process.env['UPDATE_CASES'] === '1') writeFileSync(path, told(run.stdout));
    expect(told(run.stdout)).toBe(readFileSync(path, 'utf8'));
    expect(run.code).toBe(told(run.stdout).includes(' error ') ? 1 : 0);
  });

  it('is not checked where Cargo lists no columns, and a notice says so once', async () => {
    const seed = demoSeed(Date.now());
    const models = seed.models.map((model) => {
      const { columns: _columns, additionalColumns: _more, ...rest } = model;
      return rest as typeof model;
    });
    const server = await sandbox({ seed: { ...seed, models } });
    const tracked = { trackingColumnSlugs: ['nothing_like_any'] };
    const run = await act(
      server,
      repository({ 'plays/a.yml': play(tracked), 'plays/b.yml': play({ ...tracked, name: 'B' }) }),
    );
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout.match(/notice columns-unknown/g)).toHaveLength(1);
  });
});
