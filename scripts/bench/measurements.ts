import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
import { parseDefinitions } from '../../src/definition/parse.ts';
import { readOwnership } from '../../src/reconcile/ownership.ts';
import { projectFolder } from '../../dev/action-file.ts';
import { demoUuids, demoVariables } from '../../sandbox/seed.ts';
import { routingGraph } from '../../sandbox/seed-workflows.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import { checkout, definition, shortDefinition, workflowDefinition } from './definitions.ts';
import { bareCreates, bareLists, bareParser } from './floors.ts';
import { inTurn, timedNothing, timedRun } from './measure.ts';
import type { Row } from './measure.ts';

async function withSandbox<T>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox(options);
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function withCheckout<T>(amount: number, use: (workspace: string) => Promise<T>): Promise<T> {
  const workspace = checkout(amount, shortDefinition);
  try {
    return await use(workspace);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function access(sandbox: Sandbox): Record<string, string> {
  return { 'base-url': sandbox.url, 'api-token': sandbox.token };
}

async function timedExamples(): Promise<number> {
  const inputs = { mode: 'validate', variables: demoVariables };
  return (await timedRun({ workspace: projectFolder, inputs })).ms;
}

/** The built action validates the examples, beside a Node that does nothing, and beside the parser alone on the same files. */
export async function start(): Promise<Row[]> {
  const [ours, floor] = await inTurn(31, timedExamples, timedNothing);
  const [again, parser] = await inTurn(15, timedExamples, bareParser);
  const what = 'start: validate the examples';
  return [
    { name: `${what}, beside \`node -e 0\``, ours, floor, unit: 'ms', limit: 3.3 },
    {
      name: `${what}, beside \`yaml\` alone in a process of its own`,
      ours: again,
      floor: parser,
      unit: 'ms',
      limit: null,
    },
  ];
}

/** Definitions with their positions, every other one with a workflow, beside the YAML parser alone on the same texts. */
export async function parse(): Promise<Row[]> {
  const texts = Array.from({ length: 5_000 }, (_, index) =>
    index % 2 === 0 ? definition(index) : workflowDefinition(index),
  );
  const encoder = new TextEncoder();
  const ours = async (amount: number): Promise<number> => {
    const files = texts
      .slice(0, amount)
      .map((text, index) => ({ path: `plays/play-${String(index)}.yml`, bytes: encoder.encode(text) }));
    globalThis.gc?.();
    const begun = performance.now();
    const { diagnostics } = await parseDefinitions(files, {
      variables: new Map(),
      reservedIds: [],
      emptyVariablesAllowed: false,
      ownershipId: (description) => readOwnership(description)?.id ?? null,
      readText: () => ({ problem: 'there is no such file' }),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const ms = performance.now() - begun;
    if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message ?? '');
    return ms;
  };
  const bare = (amount: number): number => {
    globalThis.gc?.();
    const begun = performance.now();
    for (const text of texts.slice(0, amount)) {
      for (const document of parseAllDocuments(text, { lineCounter: new LineCounter() })) document.toJS();
    }
    return performance.now() - begun;
  };
  // the first round warms both up
  await inTurn(
    1,
    () => ours(2_000),
    () => bare(2_000),
  );
  const [mine, floor] = await inTurn(
    5,
    () => ours(2_000),
    () => bare(2_000),
  );
  const [many, few] = await inTurn(
    5,
    () => ours(5_000),
    () => ours(500),
  );
  return [
    {
      name: 'parse: 2,000 files of 60 lines, half with workflows, beside `yaml` alone',
      ours: mine,
      floor,
      unit: 'ms',
      limit: 1.1,
    },
    {
      name: 'parse: one of 5,000 files, beside one of 500',
      ours: (many * 1_000) / 5_000,
      floor: (few * 1_000) / 500,
      unit: 'µs a file',
      limit: 1.2,
    },
  ];
}

/** A plan of so many definitions of which nothing is there yet, with the process that makes it: it grows with their number. */
export async function plan(): Promise<Row[]> {
  const microseconds = (amount: number): Promise<number> =>
    withCheckout(amount, (workspace) =>
      withSandbox({}, async (sandbox) => {
        const { ms } = await timedRun({ workspace, inputs: { ...access(sandbox), mode: 'plan' } });
        return (ms * 1_000) / amount;
      }),
    );
  const rows: Row[] = [];
  for (const [many, few] of [
    [5_000, 500],
    [20_000, 5_000],
  ] as const) {
    const [ours, floor] = await inTurn(
      3,
      () => microseconds(many),
      () => microseconds(few),
    );
    const name = `plan: one of ${many.toLocaleString('en')} definitions, beside one of ${few.toLocaleString('en')}`;
    rows.push({ name, ours, floor, unit: 'µs a file', limit: 1.3 });
  }
  return rows;
}

/** 400 creates of short definitions at 50 ms latency, beside undici alone that does as much. */
export async function apply(): Promise<Row[]> {
  const { accounts } = demoUuids.models;
  return withCheckout(400, async (workspace) => {
    const slow = { latencyMs: 50 };
    const [ours, floor] = await inTurn(
      3,
      () =>
        withSandbox(slow, async (sandbox) => {
          const inputs = { ...access(sandbox), parallelism: '8' };
          return (await timedRun({ workspace, inputs })).ms;
        }),
      () => withSandbox(slow, (sandbox) => bareCreates(sandbox, 400, accounts)),
    );
    return [
      {
        name: 'apply: 400 creates, 8 at once, beside undici alone',
        ours,
        floor,
        unit: 'ms',
        limit: 1.06,
      },
    ];
  });
}

/**
 * A run with nothing to do in a workspace of 10,000 plays, 1,000 of them with workflows and ten of them its own, beside
 * `node:http` alone that fetches the same lists.
 */
export async function nothingToDo(): Promise<Row[]> {
  return withCheckout(10, (workspace) =>
    withSandbox({}, async (sandbox) => {
      const { accounts } = demoUuids.models;
      for (let index = 0; index < 9_990; index += 1) {
        const { workflowUuid } = sandbox.store.addPlay({
          name: `Live ${String(index)}`,
          modelUuid: accounts,
        });
        if (index < 1_000) sandbox.store.publish(workflowUuid, { nodes: routingGraph });
      }
      writeFileSync(join(workspace, 'plays', 'play-0.yml'), workflowDefinition(0));
      const options = { workspace, inputs: access(sandbox) };
      await timedRun(options);
      let asked: string[] = [];
      const second = async (): Promise<number> => {
        const before = sandbox.requests.length;
        const { ms, run } = await timedRun(options);
        if (run.outputs['changed'] !== 'false') throw new Error('the second run changed something');
        asked = sandbox.requests.slice(before).map(({ path }) => path);
        return ms;
      };
      await second();
      const [ours, floor] = await inTurn(7, second, () => bareLists(sandbox, asked));
      const name = 'nothing to do among 10,000 plays';
      return [
        { name: `${name}: requests`, ours: asked.length, floor: null, unit: 'requests', limit: 6 },
        { name: `${name}, beside the bare lists`, ours, floor, unit: 'ms', limit: 1.7 },
      ];
    }),
  );
}

const peak = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;

/** The most memory that creating 5,000 plays takes, beside that of 500. */
export async function memory(): Promise<Row[]> {
  const megabytes = (amount: number): Promise<number> =>
    withCheckout(amount, (workspace) =>
      withSandbox({}, async (sandbox) => {
        const { run } = await timedRun({
          workspace,
          inputs: { ...access(sandbox), parallelism: '32' },
          env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(peak)}` },
        });
        return Number(/peak (\d+)/.exec(run.stderr)?.[1]) / 1_024;
      }),
    );
  const [ours, floor] = await inTurn(
    1,
    () => megabytes(5_000),
    () => megabytes(500),
  );
  return [{ name: 'memory: 5,000 creates, beside 500', ours, floor, unit: 'MB', limit: 3 }];
}
