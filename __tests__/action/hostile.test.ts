import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accounts, act, counts, play, plays, repository, requested, sandbox } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { acted, hostile } from '../support/hostile.ts';

describe('hostile text is shown as what it is', () => {
  // all of them at once: what each becomes is held in process (../report/hostile.test.ts)
  const texts = hostile.map(([, text], index) => [`p${String(index)}`, text] as const);
  const name = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').trim();

  it('in descriptions, variables and plays that differ', async () => {
    const server = await sandbox();
    const files: Record<string, string> = {};
    for (const [id, text] of texts) {
      server.store.addPlay({
        name: `Differs ${id}`,
        modelUuid: accounts,
        changeKinds: ['added'],
        runCreationRule: 'once',
        description: `${text}\n\nManaged as code by acme/revenue#${id}`,
      });
      files[`plays/${id}.yml`] = play({ name: `Differs ${id}`, description: `\${{ vars.TEXT_${id} }}!` });
      files[`plays/${id}-other.yml`] = play({ name: `Other ${id}`, description: text });
    }
    const variables = Object.fromEntries(texts.map(([id, text]) => [`TEXT_${id}`, text]));
    const run = await act(server, repository(files), {
      policy: 'upsert-only',
      variables: JSON.stringify(variables),
    });
    expect(run.code, run.stdout).toBe(0);
    expect(acted(run)).toEqual([]);
    const kept = new Map(server.store.livePlays().map((each) => [each.name, each.description]));
    for (const [id, text] of texts) {
      expect(kept.get(`Differs ${id}`)).toBe(`${text}!\n\nManaged as code by acme/revenue#${id}`);
      expect(kept.get(`Other ${id}`)).toBe(
        `${text.trimEnd()}\n\nManaged as code by acme/revenue#${id}-other`,
      );
      expect(plays(run)[id]).toMatchObject({ action: 'update', status: 'applied' });
    }
    expect(Object.keys(run.outputs)).not.toContain('evil');
  });

  it('in names, in what the workspace has, and in what the server says', async () => {
    const server = await sandbox();
    const files: Record<string, string> = {};
    for (const [id, text] of texts) {
      server.store.addPlay({
        name: `${text} other`,
        modelUuid: accounts,
        description: `Managed as code by acme/revenue#gone-${id}`,
      });
      server.faults.add({
        method: 'POST',
        path: /plays$/,
        act: { kind: 'status', status: 422, body: { reason: text, errorMessage: text } },
      });
      files[`plays/${id}.yml`] = play({ name: name(text) });
      files[`plays/${id}-fine.yml`] = play({ name: `${name(text)} fine` });
    }
    const folder = repository(files);
    const inputs = { policy: 'sync', 'max-deletes': String(texts.length) };
    const planned = await act(server, folder, { ...inputs, mode: 'plan' });
    expect(planned.code, planned.stdout).toBe(0);
    expect(acted(planned)).toEqual([]);
    const run = await act(server, folder, { ...inputs, parallelism: '1' });
    expect(run.code).toBe(1);
    expect(counts(run)).toEqual({
      create: texts.length,
      failed: texts.length,
      notAttempted: texts.length,
    });
    expect(acted(run)).toEqual([]);
    for (const [id, text] of texts) {
      expect(plays(run)[id]?.['name']).toBe(name(text));
      expect(plays(planned)[`${id}-fine`]?.['name']).toBe(`${name(text)} fine`);
    }
  });

  it('in what is wrong in definitions, ten annotations at a time', async () => {
    const server = await sandbox();
    for (let from = 0; from < texts.length; from += 3) {
      const files = texts.slice(from, from + 3).flatMap(([id, text]) => [
        [`plays/${id}-a.yml`, `${JSON.stringify(text)}: 1\n${play({ id: text })}`],
        [`plays/${id}-b.yml`, play({ model: text, modelUuid: undefined, trackingColumnSlugs: [text] })],
        [`plays/${id}-c.yml`, play({ name: `C ${id}`, trackingColumnSlugs: [text], changeKinds: [text] })],
      ]);
      const run = await actHere(server, repository(Object.fromEntries(files) as Record<string, string>));
      expect(run.code).toBe(1);
      expect(acted(run)).toEqual([]);
    }
    const live = texts.map(([id, text]) => [
      `plays/${id}.yml`,
      play({ name: id, trackingColumnSlugs: [text] }),
    ]);
    const run = await act(server, repository(Object.fromEntries(live) as Record<string, string>));
    expect(run.code).toBe(1);
    for (const [id] of texts) expect(run.summary).toContain(`plays/${id}.yml`);
    expect(acted(run)).toEqual([]);
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
      const run = await actHere(server, files, { mode: 'validate' });
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
    const run = await actHere(server, files);
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
    const run = await actHere(server, repository({ 'plays/a.yml': play() }));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('redirect, which is not followed');
    expect(other.requests).toEqual([]);
  });
});
