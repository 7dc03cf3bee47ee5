import { expect, it } from 'vitest';
import { act, actFast, play, plays, repository, sandbox, write } from '../support/action.ts';

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
      conditions: [{ kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' }],
    },
  ],
};

it('tries a changed workflow before it goes live, and shows how many records it is about', async () => {
  const server = await sandbox();
  server.store.settings.batchMs = { start: 3, run: 1, cancel: 2 };
  const definition = (text: string, more: object = {}): string =>
    play({ filter, trial: 10, workflow: workflow(text), ...more });
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
  write(folder, 'plays/score.yml', definition('https://{{nodes.start.domain}}'));
  const broken = await actFast(server, folder, { policy: 'upsert-only' });
  expect(broken.code).toBe(1);
  expect(broken.summary).toContain('<code>a1</code> | <code>company</code> | the key was revoked');
  expect(plays(broken)['score']).toMatchObject({ status: 'failed', trial: { records: 3, failed: 1 } });
  expect(server.store.deployed.get(String(plays(made)['score']?.['workflowUuid']))?.version).toBe('1.0.0');

  // the fix goes through with the next push
  server.store.settings.nodeFailures = [];
  const mended = await actFast(server, folder, { policy: 'upsert-only' });
  expect(plays(mended)['score']).toMatchObject({ status: 'applied', version: '1.0.1' });

  // a filter that was loosened by mistake
  write(folder, 'plays/score.yml', definition('https://{{nodes.start.domain}}', { filter: undefined }));
  const planned = await act(server, folder, { policy: 'upsert-only', mode: 'plan' });
  expect(planned.summary).toContain('**3 → 6 records in 1 created or changed play.**');
  expect(server.store.batches.size).toBe(3);
  const everything = [made, broken, mended, planned].map((run) => JSON.stringify(run)).join('\n');
  expect(everything).not.toMatch(/northwind\.example|initech\.example|hooli\.example/i);
});
