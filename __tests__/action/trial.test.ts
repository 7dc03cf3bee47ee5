import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ActionRun } from '../../dev/runner.ts';
import { accounts, act, actFast, play, plays, repository, sandbox, write } from '../support/action.ts';
import { github } from '../support/github.ts';
import { markRecords } from '../support/marks.ts';

const workflow = (text: string): object => ({
  nodes: [
    {
      slug: 'company',
      connector: 'clearbit_main',
      action: 'enrichCompanyFromDomain',
      config: { domain: text },
    },
  ],
});
const filter = {
  conjonction: 'and',
  groups: [
    {
      conjonction: 'and',
      conditions: [{ kind: 'boolean', columnSlug: 'is_customer', operator: 'isFalse' }],
    },
  ],
};
const pullRequest = {
  name: 'pull_request',
  payload: {
    action: 'synchronize',
    pull_request: {
      number: 7,
      head: { sha: '1234567890123456789012345678901234567890', repo: { full_name: 'acme/revenue' } },
      base: { repo: { full_name: 'acme/revenue' } },
      user: { login: 'ada' },
    },
    repository: { full_name: 'acme/revenue' },
  },
};

/** Every file below a folder, as one text. */
function filesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** All that leaves a run: its log, outputs, summary, and each file it wrote, the report and the state among them. */
function leaving({ stdout, stderr, outputs, summary, temp }: ActionRun): string {
  return [stdout, stderr, ...Object.values(outputs), summary, filesIn(temp)].join('\n');
}

it('tries a changed workflow before it goes live, shows how many records it is about, and nothing of them', async () => {
  const server = await sandbox();
  const api = await github();
  server.store.settings.batchMs = { start: 3, run: 1, cancel: 2 };
  const marks = markRecords(server.store, accounts);
  const records = server.store.records.get(accounts) ?? [];
  // what is searched for would be found, however it were written
  const text = JSON.stringify(records);
  for (const written of [
    text,
    JSON.stringify(text),
    encodeURIComponent(text),
    btoa(encodeURIComponent(text)),
  ])
    expect(marks.in(written)).toHaveLength(marks.size);
  const definition = (domain: string, more: object = {}): string =>
    play({ filter, trial: 10, workflow: workflow(domain), ...more });
  const folder = repository({ 'plays/score.yml': definition('{{nodes.start.domain}}') });
  const made = await actFast(server, folder);
  expect(made.stdout).toContain('score  trial passed. 3 of 3 records, 0 failed, 3 credits (1 per record).');
  expect(plays(made)['score']).toMatchObject({
    trial: { records: 3, failed: 0, credits: 3 },
    version: '1.0.0',
  });

  // a broken connector: the step fails, and the live version stays
  server.store.settings.nodeFailures = [
    { nodeSlug: 'company', recordId: 'a1', message: 'the key was revoked' },
  ];
  server.faults.add({
    path: /runs\/list$/,
    act: { kind: 'alter', alter: (body) => withRecords(body, records) },
  });
  write(folder, 'plays/score.yml', definition('https://{{nodes.start.domain}}'));
  const broken = await actFast(server, folder, { policy: 'upsert-only' });
  expect(broken.code).toBe(1);
  expect(broken.summary).toContain('| <code>a1</code> | <code>company</code> | the key was revoked');
  expect(plays(broken)['score']).toMatchObject({ status: 'failed', trial: { records: 3, failed: 1 } });
  expect(server.store.deployed.get(String(plays(made)['score']?.['workflowUuid']))?.version).toBe('1.0.0');

  // the fix goes through with the next push
  server.store.settings.nodeFailures = [];
  const mended = await actFast(server, folder, { policy: 'upsert-only' });
  expect(plays(mended)['score']).toMatchObject({ status: 'applied', version: '1.0.1' });

  // a filter that was loosened by mistake
  write(folder, 'plays/score.yml', definition('https://{{nodes.start.domain}}', { filter: undefined }));
  const planned = await act(
    server,
    folder,
    { policy: 'upsert-only', comment: 'true', 'github-token': 'ghs_test' },
    { event: pullRequest, env: { GITHUB_API_URL: api.url } },
  );
  const [comment] = api.comments;
  for (const page of [planned.summary, comment?.body])
    expect(page).toContain('**3 → 6 records in 1 created or changed play.**');
  expect(server.store.batches.size).toBe(3);

  const everything = [made, broken, mended, planned].map(leaving);
  expect(marks.in([...everything, JSON.stringify(api), filesIn(folder)].join('\n'))).toEqual([]);
});

/** An answer about runs that holds the records themselves, too. */
function withRecords(body: unknown, records: readonly object[]): unknown {
  const { runs } = body as { readonly runs: readonly { readonly executions: readonly object[] }[] };
  return {
    runs: runs.map((run, index) => ({
      ...run,
      record: records[index],
      executions: run.executions.map((execution) => ({ ...execution, input: records, output: records })),
    })),
  };
}
