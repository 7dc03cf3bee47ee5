import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import {
  act,
  counts,
  play,
  plays,
  repository,
  requested,
  sandbox,
  uuids,
  write,
  writes,
} from '../support/action.ts';
import { actHere, actHereFast } from '../support/here.ts';

const workflow = {
  nodes: [
    { slug: 'has_domain', filter: '{{nodes.start.domain}}' },
    {
      slug: 'company',
      connector: 'clearbit_main',
      action: 'enrichCompanyFromDomain',
      config: { domain: '{{nodes.start.domain}}' },
    },
    { slug: 'fit', agent: 'Account scorer', config: { prompt: { file: 'prompts/score.md' } } },
    { slug: 'end', end: { tier: '{{nodes.fit.answer}}' } },
  ],
};
const prompt = 'Score the account.\nFrom A to D.\n';
const upsert = { policy: 'upsert-only' };

/** A checkout with one play whose workflow is in its file. */
function checkout(fields: object = {}): string {
  return repository({
    'plays/score.yml': play({ workflow, enabled: true, ...fields }),
    'plays/prompts/score.md': prompt,
  });
}

interface Release {
  readonly version: string;
  readonly description: string | null;
  readonly nodes: readonly Record<string, unknown>[];
}

/** What is deployed of a play. */
function deployed(server: Sandbox, playUuid: string): Release | undefined {
  const { workflowUuid = '' } = server.store.plays.get(playUuid) ?? {};
  return server.store.deployed.get(workflowUuid) as Release | undefined;
}

/** Deploys other nodes, as somebody would in the web page. */
function publish(
  server: Sandbox,
  playUuid: string,
  change: (nodes: Record<string, unknown>[]) => void,
  into: 'publish' | 'saveDraft' = 'publish',
): void {
  const nodes = structuredClone(deployed(server, playUuid)?.nodes ?? []) as Record<string, unknown>[];
  change(nodes);
  const { workflowUuid = '' } = server.store.plays.get(playUuid) ?? {};
  server.store[into](workflowUuid, { nodes });
}

function nodeOf(nodes: readonly Record<string, unknown>[], slug: string): Record<string, unknown> {
  const node = nodes.find((each) => each['slug'] === slug);
  if (node === undefined) throw new Error(`there is no node ${slug}`);
  return node;
}

describe('a play with its workflow in the file', () => {
  it.each(['draft', 'getDraft'] as const)(
    'is created, deployed and on, and a second run changes nothing: paths as in %s',
    async (spelling) => {
      const server = await sandbox();
      server.store.settings.releasePaths = spelling;
      const files = checkout();
      const run = await act(server, files);
      expect(run.code, run.stdout).toBe(0);
      expect(counts(run)).toEqual({ create: 1, deploy: 1, enable: 1 });
      const uuid = run.outputs['score'] ?? '';
      expect(uuids(run, 'deployed')).toEqual([uuid]);
      expect(server.store.plays.get(uuid)?.isEnabled).toBe(true);
      const release = deployed(server, uuid);
      expect(release?.version).toBe('1.0.0');
      expect(release?.description).toMatch(/^acme\/revenue#score at [0-9a-f]{40}$/);
      expect(release?.nodes.map(({ slug }) => slug)).toEqual([
        'start',
        'has_domain',
        'company',
        'fit',
        'end',
      ]);
      expect(JSON.stringify(nodeOf(release?.nodes ?? [], 'fit')['config'])).toContain('From A to D.');
      expect(plays(run)['score']).toMatchObject({ version: '1.0.0', enabled: true });
      expect(run.stdout).toMatch(/created +score +\S+ +deployed 1\.0\.0 +enabled/);
      expect(run.summary).toContain('```mermaid');

      const since = server.requests.length;
      const again = await actHere(server, files, upsert);
      expect(counts(again)).toEqual({ none: 1 });
      expect(writes(server, since)).toEqual([]);
      expect(requested(server, since)).not.toContain('POST /v1/orchestration/nodes/validate');
    },
  );

  it('asks for nothing about workflows where no definition has one', async () => {
    const server = await sandbox();
    await actHere(server, repository({ 'plays/score.yml': play() }));
    expect(requested(server).filter((line) => /workflows|connect|agents|tools|releases/.test(line))).toEqual(
      [],
    );
  });

  it('whose prompt file changed shows that one line, and is deployed alone', async () => {
    const server = await sandbox();
    const files = repository({
      'plays/score.yml': play({ workflow, enabled: true }),
      'plays/other.yml': play({ name: 'Other', workflow: { nodes: workflow.nodes.slice(0, 2) } }),
      'plays/prompts/score.md': prompt,
    });
    await actHere(server, files);
    const before = deployed(server, server.store.livePlays().at(-1)?.uuid ?? '');
    write(files, 'plays/prompts/score.md', prompt.replace('A to D', 'A to F'));
    const since = server.requests.length;
    const plan = await actHere(server, files, { ...upsert, mode: 'plan' });
    expect(counts(plan)).toEqual({ update: 1, none: 1, deploy: 1 });
    expect(plan.summary).toContain('-From A to D.\n+From A to F.');
    expect(writes(server, since).filter((line) => !line.endsWith('/nodes/validate'))).toEqual([]);

    const run = await actHere(server, files, upsert);
    expect(run.code, run.stdout).toBe(0);
    expect(counts(run)).toEqual({ update: 1, none: 1, deploy: 1 });
    const uuid = run.outputs['score'] ?? '';
    expect(uuids(run, 'deployed')).toEqual([uuid]);
    expect(deployed(server, uuid)?.version).toBe('1.0.1');
    const uuidsOf = (release: Release | undefined): unknown[] =>
      (release?.nodes ?? []).map((each) => each['uuid']);
    expect(uuidsOf(deployed(server, uuid))).toHaveLength(5);
    expect(before).toBeDefined();
  });

  it('that somebody edits in Cargo has drifted at its node, and is put back; moving nodes about is no drift', async () => {
    const server = await sandbox();
    const files = checkout();
    const first = await actHere(server, files);
    const uuid = first.outputs['score'] ?? '';
    const kept = deployed(server, uuid)?.nodes.map((each) => each['uuid']);
    publish(server, uuid, (nodes) => {
      for (const node of nodes) node['position'] = { x: 7, y: 7 };
    });
    expect(counts(await actHere(server, files, upsert))).toEqual({ none: 1 });

    publish(server, uuid, (nodes) => {
      nodeOf(nodes, 'company')['config'] = { domain: 'acme.com' };
    });
    const drifted = await actHere(server, files);
    expect(drifted.code).toBe(0);
    expect(counts(drifted)).toEqual({ drifted: 1 });
    expect(drifted.stdout).toMatch(/::warning .*"score" differs from its definition: workflow\./);
    expect(drifted.stdout).toMatch(/ drifted +score {2}\S{36} {2}its workflow differs\n/);
    expect(drifted.summary).toMatch(/### What differs in workflows[\s\S]+company.{1,8} domain/);
    const since = server.requests.length;
    const back = await actHere(server, files, upsert);
    expect(counts(back)).toEqual({ update: 1, deploy: 1 });
    expect(writes(server, since).filter((line) => line.startsWith('PUT'))).toEqual([]);
    expect(deployed(server, uuid)?.nodes.map((each) => each['uuid'])).toEqual(kept);
    expect(counts(await actHere(server, files, upsert))).toEqual({ none: 1 });
  });

  it('is not deployed over a draft that somebody works on, unless `discard-drafts` allows it', async () => {
    const server = await sandbox();
    const files = checkout();
    const first = await actHere(server, files);
    const uuid = first.outputs['score'] ?? '';
    publish(
      server,
      uuid,
      (nodes) => {
        nodeOf(nodes, 'company')['config'] = { domain: 'half.done' };
      },
      'saveDraft',
    );
    expect(counts(await actHere(server, files, upsert))).toEqual({ none: 1 });
    write(files, 'plays/prompts/score.md', 'Another prompt.\n');
    const since = server.requests.length;
    const refused = await actHere(server, files, upsert);
    expect([refused.code, counts(refused)]).toEqual([1, { refused: 1 }]);
    expect(writes(server, since).filter((line) => !line.endsWith('/nodes/validate'))).toEqual([]);
    expect(refused.stdout).toContain('company (changed)');
    expect(refused.stdout).toContain('discard-drafts: true');

    const discarding = { ...upsert, 'discard-drafts': 'true' };
    const planned = await actHere(server, files, { ...discarding, mode: 'plan' });
    expect(planned.stdout).toContain('would deploy its workflow  would replace a draft\n');
    expect(planned.summary).toMatch(
      /: 1 changed, a draft replaced<[\s\S]+ are not deployed .+ would be replaced/,
    );

    const run = await actHere(server, files, discarding);
    expect([run.code, counts(run)]).toEqual([0, { update: 1, deploy: 1 }]);
    expect(run.stdout).toContain('deployed 1.0.1  replaced a draft\n');
    expect(run.summary).toMatch(/ are not deployed .+ were replaced, because `discard-drafts` is `true`\./);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(run.outputs['report-path'] ?? '', 'utf8')).toContain('half.done');
  });

  it('is switched off before its workflow changes, and on after', async () => {
    const server = await sandbox();
    const files = checkout();
    const first = await actHere(server, files);
    const uuid = first.outputs['score'] ?? '';
    write(files, 'plays/score.yml', play({ workflow, enabled: false }));
    const off = await actHere(server, files, upsert);
    expect(counts(off)).toEqual({ update: 1 });
    expect(server.store.plays.get(uuid)?.isEnabled).toBe(false);
    write(files, 'plays/score.yml', play({ workflow }));
    expect(counts(await actHere(server, files, upsert))).toEqual({ none: 1 });
  });
});

describe('what is wrong with a workflow', () => {
  it.each([
    [
      'a column',
      (nodes: typeof workflow.nodes) => [{ slug: 'f', filter: '{{nodes.start.domian}}' }, ...nodes.slice(1)],
      'unknown-column',
      'domain',
    ],
    [
      'a connector',
      () => [{ slug: 'c', connector: 'clearbit_mian', action: 'enrichCompanyFromDomain', config: {} }],
      'unknown-connector',
      'clearbit_main',
    ],
    [
      'the beginning of a connector',
      () => [{ slug: 'c', connector: 'clearbit', action: 'enrichCompanyFromDomain', config: {} }],
      'unknown-connector',
      'clearbit_main',
    ],
    [
      'an agent',
      () => [{ slug: 'a', agent: 'Account scorr', config: { prompt: 'x' } }],
      'unknown-agent',
      'Account scorer',
    ],
    [
      'an action',
      () => [{ slug: 'c', connector: 'clearbit_main', action: 'enrichCompanyFromDomian', config: {} }],
      'unknown-action',
      'enrichCompanyFromDomain',
    ],
  ] as const)(
    '%s that the workspace does not have is an error with the nearest name',
    async (_what, nodes, code, meant) => {
      const server = await sandbox();
      const files = checkout({ workflow: { nodes: nodes(workflow.nodes) } });
      const run = await actHere(server, files);
      expect(run.code).toBe(1);
      expect(run.stdout).toMatch(
        new RegExp(`plays/score\\.yml:\\d+:\\d+ error ${code}: .*Did you mean "${meant}"`),
      );
      expect(writes(server)).toEqual([]);
    },
  );

  it('that only Cargo can tell is told at its node, and nothing is written', async () => {
    const server = await sandbox();
    server.faults.add({
      method: 'POST',
      path: /nodes\/validate/,
      when: 'after',
      times: Infinity,
      act: {
        kind: 'status',
        status: 200,
        body: {
          outcome: 'notValid',
          invalidNodes: [{ node: { uuid: 'x', slug: 'company' }, reason: 'nativeInvalid' }],
        },
      },
    });
    const run = await actHere(server, checkout());
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/plays\/score\.yml:\d+:\d+ error invalid-node: .*company/);
    expect(writes(server).filter((line) => !line.endsWith('/nodes/validate'))).toEqual([]);
  });

  it('`enabled: true` without any workflow is an error at its place', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository({ 'plays/score.yml': play({ enabled: true }) }));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/plays\/score\.yml:5:10 error not-deployed/);
    expect(writes(server)).toEqual([]);
  });
});

describe('a deploy that fails', () => {
  it('counts as a change of the workspace only where something of the play was written', async () => {
    const server = await sandbox();
    const files = checkout();
    await actHere(server, files);
    const refuse = (): void => {
      server.faults.add({
        method: 'POST',
        path: /draft\/deploy/,
        act: { kind: 'status', status: 422, body: { reason: 'draftReleaseNodesAreInvalid' } },
      });
    };
    const after = async (fields: object): Promise<unknown[]> => {
      refuse();
      write(files, 'plays/score.yml', play({ ...fields, enabled: true }));
      const run = await actHere(server, files, { policy: 'upsert-only' });
      return [counts(run), plays(run)['score']?.['error'], run.outputs['changed']];
    };
    const other = { nodes: [{ slug: 'end', end: { tier: 'B' } }] };
    expect(await after({ workflow: other, limit: 5 })).toEqual([
      { failed: 1 },
      expect.stringMatching(/^updated, not deployed: /),
      'true',
    ]);
    expect(await after({ workflow: other, limit: 5 })).toEqual([
      { failed: 1 },
      expect.stringMatching(/^not deployed: /),
      'false',
    ]);
  });

  it('says how far the play came, and the next run goes on from there', async () => {
    const server = await sandbox();
    server.faults.add({
      method: 'POST',
      path: /draft\/deploy/,
      act: { kind: 'status', status: 422, body: { reason: 'draftReleaseNodesAreInvalid' } },
    });
    const files = checkout();
    const run = await actHere(server, files);
    expect([run.code, counts(run), run.outputs['changed']]).toEqual([1, { failed: 1 }, 'true']);
    expect(String(plays(run)['score']?.['error'])).toMatch(/^created, not deployed: /);
    expect(run.summary).toContain('### What differs in workflows\n');
    const uuid = run.outputs['score'] ?? '';
    expect(server.store.plays.get(uuid)?.isEnabled).toBe(false);
    const next = await actHere(server, files);
    expect([next.code, counts(next)]).toEqual([0, { update: 1, deploy: 1, enable: 1 }]);
    expect(next.outputs['score']).toBe(uuid);
  });

  it.each([
    ['whose answer is lost is seen to have happened', 'after', 1],
    ['that did not happen is sent again', 'before', 2],
  ] as const)('%s', async (_what, when, sent) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', path: /draft\/deploy/, when, act: { kind: 'cut' } });
    const run = await actHereFast(server, checkout());
    expect(run.code, run.stdout).toBe(0);
    expect(writes(server).filter((line) => line.includes('draft/deploy'))).toHaveLength(sent);
    expect(deployed(server, run.outputs['score'] ?? '')?.version).toBe('1.0.0');
  });
});

describe('the secrets of connectors', () => {
  it('are in nothing that a run leaves behind', async () => {
    const { demoSecret } = await import('../../sandbox/seed-connections.ts');
    const server = await sandbox();
    const run = await act(server, checkout());
    const { readFileSync } = await import('node:fs');
    const report = readFileSync(run.outputs['report-path'] ?? '', 'utf8');
    const all = [run.stdout, run.summary, report, ...Object.values(run.outputs)].join('\n');
    expect(demoSecret.length).toBeGreaterThan(8);
    expect(all).not.toContain(demoSecret);
  });
});
