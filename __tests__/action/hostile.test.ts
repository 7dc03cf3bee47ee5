import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../../dev/runner.ts';
import { accounts, act, counts, play, plays, repository, requested, sandbox } from '../support/action.ts';

/** Text that would be something else if it could, and what must not come out of it anywhere. */
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['a workflow command', '::error::pwned'],
  ['a workflow command after white space', ' \t::set-output name=x::pwned'],
  ['a workflow command on a line of its own', 'x\n::add-mask::pwned'],
  ['a workflow command after a carriage return', 'x\r::add-mask::pwned'],
  ['an old workflow command', 'x ##[add-mask]pwned'],
  ['a stop command', 'x ##[stop-commands]pwned'],
  ['an ANSI escape', 'x\u001b[31mred\u001b[0m'],
  ['a Unicode line separator', 'x\u2028::error::pwned\u2029y'],
  ['a bidirectional control', 'x\u202egnp.exe'],
  ['a Markdown link', '[x](https://evil.example)'],
  ['a Markdown image', '![x](https://evil.example/x.png)'],
  ['a table', 'a | b | c'],
  ['a fence', 'x ``` y ```` z ~~~'],
  ['HTML', '<img src=x onerror=alert(1)></details><!--'],
  ['a mention', 'x @octocat @acme/team'],
  ['a reference', 'x #123 GH-1 acme/revenue#4'],
  ['a bare address', 'https://evil.example www.evil.example'],
  ['Mermaid', '"]; click p0 "https://evil.example" %% end'],
  ['an output delimiter', 'x\nghadelimiter_x\nevil=1'],
  ['output delimiters of several lengths', 'x\nghadelimiter\nghadelimiter___\nghadelimiter_\nevil=1'],
];

/** Everything in a text that would be acted on: a command in the log, markup on a page. */
function acted(run: ActionRun): string[] {
  const ours = /^::(add-mask|group|endgroup|error|warning|notice)[ :]/;
  const commands = run.stdout
    .split(/\r\n|\r|\n|\u2028|\u2029/)
    .filter((line) => (/^\s*::/.test(line) && !ours.test(line)) || line.includes('##['));
  const masks = run.stdout.match(/^\s*::add-mask::.*$/gm)?.slice(1) ?? [];
  const controls = (run.stdout + run.summary).match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [];
  const page = run.summary.replace(/^(`{3,})(json|diff|mermaid)\n[\s\S]*?^\1$/gm, '');
  // GitHub looks for no mention and no reference inside code
  const prose = page.replace(/<code>[^<]*<\/code>/g, '');
  const markup = [
    ...page.matchAll(/!?\[[^\]]*\]\((?!https:\/\/(github\.com|app\.getcargo\.io)\/)[^)]*\)/g),
    ...page.matchAll(/<(?!\/?(code|details|summary|b|br|sub)>)[a-z!/][^>]*>/gi),
    ...prose.matchAll(/(^|[^\w`/.-])@[a-z]/gi),
    ...prose.matchAll(/(^|\s)(#\d|GH-\d)/g),
    ...page.matchAll(/(?<!\]\()\bhttps?:\/\/evil|\bwww\.evil/g),
  ].map(([found]) => found);
  return [
    ...commands,
    ...masks,
    ...controls.filter((each) => each !== '\n' && each !== '\t').map((each) => `control ${escape(each)}`),
    ...markup,
  ];
}

const escape = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16)}`;

describe('hostile text is shown as what it is', () => {
  it.each(hostile)('%s in a description, a variable and a play that differs', async (_what, text) => {
    const server = await sandbox();
    server.store.addPlay({
      name: 'Score new accounts',
      modelUuid: accounts,
      changeKinds: ['added'],
      runCreationRule: 'once',
      description: `${text}\n\nManaged as code by acme/revenue#score`,
    });
    const files = repository({
      'plays/score.yml': play({ description: '${{ vars.TEXT }}!' }),
      'plays/other.yml': play({ name: 'Other', description: text }),
    });
    const run = await act(server, files, {
      policy: 'upsert-only',
      variables: `TEXT: ${JSON.stringify(text)}`,
    });
    expect(run.code, run.stdout).toBe(0);
    expect(acted(run)).toEqual([]);
    const other = server.store.livePlays().find(({ name }) => name === 'Other');
    expect(other?.description).toBe(`${text.trimEnd()}\n\nManaged as code by acme/revenue#other`);
    expect(Object.keys(run.outputs)).not.toContain('evil');
  });

  it.each(hostile)(
    '%s in names, in what the workspace has, and in what the server says',
    async (_what, text) => {
      const server = await sandbox();
      const name = text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').trim();
      server.store.addPlay({
        name: `${text} other`,
        modelUuid: accounts,
        description: 'Managed as code by acme/revenue#gone',
      });
      server.faults.add({
        method: 'POST',
        act: { kind: 'status', status: 422, body: { reason: text, errorMessage: text } },
      });
      const files = repository({
        'plays/score.yml': play({ name }),
        'plays/fine.yml': play({ name: `${name} fine` }),
      });
      const planned = await act(server, files, { policy: 'sync', mode: 'plan' });
      expect(planned.code, planned.stdout).toBe(0);
      expect(acted(planned)).toEqual([]);
      const run = await act(server, files, { policy: 'sync', parallelism: '1' });
      expect(run.code).toBe(1);
      expect(acted(run)).toEqual([]);
      expect(Object.values(plays(run)).map((each) => each['name'])).toContain(name);
    },
  );

  it.each(hostile)('%s in what is wrong in a definition', async (_what, text) => {
    const server = await sandbox();
    const files = repository({
      'plays/a.yml': `${JSON.stringify(text)}: 1\n${play({ id: text })}`,
      'plays/b.yml': play({ model: text, modelUuid: undefined, trackingColumnSlugs: [text] }),
      'plays/c.yml': play({ name: 'C', trackingColumnSlugs: [text], changeKinds: [text] }),
    });
    const run = await act(server, files);
    expect(run.code).toBe(1);
    expect(acted(run)).toEqual([]);
    const live = await act(
      server,
      repository({ 'plays/c.yml': play({ name: 'C', trackingColumnSlugs: [text] }) }),
    );
    expect(live.code).toBe(1);
    expect(acted(live)).toEqual([]);
  });
});

describe('paths', () => {
  it('that are odd are read and shown', async () => {
    const server = await sandbox();
    const files = repository({
      'plays/with blank.yml': play({ id: 'blank', name: 'A' }),
      'plays/größe.yml': play({ id: 'umlaut', name: 'B' }),
      'plays/new\nline ::error::x.yml': play({ id: 'line', name: 'C' }),
      'plays/[x](y).yml': play({ id: 'link', name: 'D' }),
    });
    mkdirSync(join(files, 'plays', 'folder.yml'));
    writeFileSync(join(files, 'plays', 'folder.yml', 'inner.yml'), play({ name: 'E' }));
    const run = await act(server, files);
    expect(run.code, run.stdout).toBe(0);
    expect(counts(run)).toEqual({ create: 5 });
    expect(acted(run)).toEqual([]);
    expect(run.summary).toContain('plays/gr%C3%B6%C3%9Fe.yml#L1');
  });

  it('that lead out of the workspace are never read', async () => {
    const server = await sandbox();
    const outside = repository({ 'secret.yml': play({ name: 'Secret of another place' }) });
    for (const target of ['secret.yml', '.']) {
      const files = repository({ 'plays/fine.yml': play() });
      symlinkSync(join(outside, target), join(files, 'plays', target === '.' ? 'linked' : 'link.yml'));
      const run = await act(server, files, { mode: 'validate' });
      expect(run.stdout + run.summary).not.toContain('Secret of another place');
      // a link to a file is told, one to a folder is not entered
      expect(run.code).toBe(target === '.' ? 0 : 1);
      if (target !== '.') expect(run.stdout).toContain('a symbolic link to a place outside the checkout');
    }
  });

  it('that are broken links are told', async () => {
    const server = await sandbox();
    const files = repository({ 'plays/fine.yml': play() });
    symlinkSync(join(files, 'nowhere.yml'), join(files, 'plays', 'broken.yml'));
    const run = await act(server, files);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('plays/broken.yml cannot be read');
    expect(requested(server).filter((line) => !line.startsWith('GET '))).toEqual([]);
  });
});

describe('the token', () => {
  const encodings = (token: string): string[] => [
    token,
    encodeURIComponent(token),
    Array.from(token, (each) => `%${(each.codePointAt(0) ?? 0).toString(16)}`).join(''),
    Buffer.from(token).toString('base64'),
    Buffer.from(`Bearer ${token}`).toString('base64'),
    Buffer.from(`user:${token}`).toString('base64url'),
    JSON.stringify(token).slice(1, -1),
  ];

  it.each(['tok/en+with=odd&characters-0123456789', `_*$:#@|~[]<>&\\"'\`%+/=?!{}(),;.^0123456789`])(
    '%s is in nothing that leaves, though the server echoes it in every form',
    async (token) => {
      const server = await sandbox({ token });
      const echo = [...encodings(token), `${'x'.repeat(1_000)}${token}`].join(' ');
      server.faults.add({
        method: 'POST',
        act: {
          kind: 'status',
          status: 422,
          headers: { 'x-echo': token },
          body: { reason: token, errorMessage: echo },
        },
      });
      // the message is cut in the middle of it
      server.faults.add({
        method: 'POST',
        act: { kind: 'status', status: 422, body: { errorMessage: `${'x'.repeat(280)}${token}` } },
      });
      server.faults.add({ method: 'POST', act: { kind: 'rubbish', body: echo } });
      server.faults.add({
        method: 'POST',
        act: {
          kind: 'status',
          status: 302,
          headers: { location: `http://127.0.0.1:9/?${encodeURIComponent(token)}` },
        },
      });
      const description = `Managed by ${token}`;
      const files = repository({
        'plays/a.yml': play({ name: 'A', description }),
        'plays/b.yml': play({ name: `B ${token}` }),
        'plays/c.yml': play({ name: 'C' }),
        'plays/d.yml': play({ name: 'D' }),
        'plays/e.yml': play({ name: 'E' }),
      });
      const run = await act(server, files, { retries: '0' });
      expect(run.code).toBe(1);
      const report = readFileSync(run.outputs['report-path'] ?? '', 'utf8');
      const out = [
        run.stdout.replace(`::add-mask::${token.replaceAll('%', '%25')}\n`, ''),
        run.stderr,
        run.summary,
        ...Object.entries(run.outputs).flat(),
        report,
      ].join('\n');
      const undone = out.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
      for (const bytes of [out, undone, undone.replaceAll('\u200b', '')]) {
        for (const form of encodings(token))
          expect(bytes).not.toContain(form.replace(/=+$/, '').slice(0, -1));
        expect(bytes).not.toContain(token.slice(0, 12));
      }
      const elsewhere = server.requests.flatMap(({ headers, path, query, rawBody }) => [
        ...Object.entries(headers)
          .filter(([name]) => name !== 'authorization')
          .flat(),
        path,
        JSON.stringify(query),
        // what a definition says itself is sent as it says it
        rawBody.replace(`B ${token}`, '').replace(description, ''),
      ]);
      expect(JSON.stringify(elsewhere)).not.toContain(token);
    },
  );

  it('that is too short to be one is refused by name, and not shown', async () => {
    const server = await sandbox();
    const run = await act(server, repository({ 'plays/a.yml': play() }), { 'api-token': 'qX7-too-shr' });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^::error .*`api-token`: it is too short/m);
    expect((run.stdout + run.summary).replace('::add-mask::qX7-too-shr\n', '')).not.toContain('qX7');
    expect(requested(server)).toEqual([]);
  });

  it('with a line break at its end is taken without it', async () => {
    const server = await sandbox();
    const run = await act(server, repository({ 'plays/a.yml': play() }), {
      'api-token': `${server.token}\n`,
    });
    expect(run.code, run.stdout).toBe(0);
  });

  it('is not sent after a redirect', async () => {
    const [server, other] = [await sandbox(), await sandbox()];
    server.faults.add({
      method: 'GET',
      times: Infinity,
      act: { kind: 'status', status: 307, headers: { location: `${other.url}/orchestration/plays/list` } },
    });
    const run = await act(server, repository({ 'plays/a.yml': play() }));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('redirect, which is not followed');
    expect(other.requests).toEqual([]);
  });
});
