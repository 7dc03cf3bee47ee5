import * as z from 'zod';
import { kinds } from '../src/definition/workflow/kinds.ts';
import { trialSchema } from '../src/definition/workflow/short.ts';
import type { KeyText } from './keys.ts';

type Schema = z.core.JSONSchema.JSONSchema;

const key = (description: string, ...examples: [unknown, ...unknown[]]): KeyText => ({
  description,
  examples,
});
const expression = '{{nodes.start.domain}}';

/** The keys of a node, and of what stands in it. */
const texts: Readonly<Record<string, KeyText>> = {
  nodes: key('The nodes. Order is flow: each goes on to the next one.', [
    { slug: 'has_domain', filter: expression },
  ]),
  file: key('The file that holds `nodes`, relative to this one.', 'workflows/score.yml'),
  slug: key('What expressions call the node: `nodes.SLUG`. Letters, digits and `_`.', 'company'),
  id: key('What exits call the node, where its slug stands at another node too.', 'company_2'),
  name: key('What the web page calls it.', 'Look up the company'),
  description: key('What it is for.', 'Adds size and industry.'),
  retry: key('How often, and how soon, it is tried again.', { maximumAttempts: 3 }),
  maximumAttempts: key('How many attempts in all.', 3),
  initialInterval: key('How long to wait before the second attempt.', 1000),
  backoffCoefficient: key('How many times longer each wait is than the one before.', 2),
  onFailure: key(
    'Where to go on when it fails: `continue` (the next node), or an id. Left out, the run fails.',
    'continue',
  ),
  position: key('Where the web page draws it. Left out, it is laid out.', { x: 0, y: 166 }),
  x: key('From left to right.', 0),
  y: key('Downwards.', 166),
  next: key(
    'The id of the node to go on to. Left out, it is the next one in the list; `false` is nowhere.',
    'end',
  ),
  children: key('Where each exit leads, of an action that has several.', ['tell_sales', 'end']),
  filter: key('Goes on only where this is true.', expression),
  branch: key('Goes to `then` where this is true, else to `else`.', '{{nodes.company.employees > 100}}'),
  then: key('Where to go on when it is true.', 'tell_sales'),
  else: key('Where to go on when it is false.', 'end'),
  switch: key('Takes the first route whose `when` is true.', [
    { name: 'Large', when: expression, next: 'tell_sales' },
  ]),
  when: key('When the route is taken.', '{{nodes.company.employees > 100}}'),
  split: key('Sends this percentage of the runs to `a`, and the others to `b`.', 50),
  a: key('Where the given percentage goes.', 'variant'),
  b: key('Where the others go.', 'end'),
  delay: key('Waits for so many minutes.', 60),
  variables: key('Sets variables for later nodes.', { score: 1 }),
  group: key('Runs nodes once for each item of a list.', { items: '{{nodes.start.contacts}}', nodes: [] }),
  items: key('The list.', '{{nodes.start.contacts}}'),
  failOnItemFailure: key('Whether the group fails when an item does.', false),
  python: key('Runs Python; what it returns is below `.result`.', { file: 'scripts/score.py' }),
  script: key('Runs JavaScript; what it returns is below `.result`.', { file: 'scripts/score.js' }),
  end: key('Ends the run, with these values.', { tier: '{{nodes.fit.answer.tier}}' }),
  connector: key('The slug of the connector to call.', 'slack'),
  integration: key('The slug of the integration, where no connector is named.', 'http'),
  connectorUuid: key("The connector's uuid, with `integration`.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  action: key('The slug of the action.', 'postMessage'),
  config: key('What the action needs. A text with `{{ }}` is an expression.', { text: expression }),
  tool: key('The name of the tool to call.', 'Enrich a company'),
  toolUuid: key("The tool's uuid, in place of its name.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  toolTemplate: key('The slug of the template of the tool.', 'enrich-company'),
  agent: key('The name of the saved agent to ask; its answer is below `.answer`.', 'Account scorer'),
  agentUuid: key("The agent's uuid, in place of its name.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  agentTemplate: key('The slug of the template of the agent.', 'account-scorer'),
  releaseUuid: key('The release to run. Left out, the deployed one.', '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  waitUntilFinished: key('Whether to wait for the result.', true),
  native: key("The slug of any other action of Cargo's own.", 'modelUpsert'),
  records: key('On how many records.', 10),
  maxFailures: key('How many of them may fail. Left out, none.', 0),
  timeout: key('How long it may take: `90s`, `30m`, `2h`.', '30m'),
};

const node: Schema = { $ref: '#/definitions/node' };

/** What the keys `workflow` and `trial` hold, and the definition of a node. */
export function workflowSchemas(): { workflow: Schema; trial: Schema; node: Schema } {
  const list: Schema = { type: 'array', items: node };
  const told = (name: string, schema: Schema): Schema => ({ ...texts[name], ...schema }) as Schema;
  return {
    workflow: {
      type: 'object',
      properties: { nodes: told('nodes', list), file: told('file', { type: 'string' }) },
      additionalProperties: false,
      oneOf: [{ required: ['nodes'] }, { required: ['file'] }],
    },
    trial: described(schemaOf(trialSchema)),
    node: { anyOf: kinds.map(({ schema, keys }) => kindSchema(schema, keys)) },
  };
}

function schemaOf(schema: z.core.$ZodType): Schema {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  });
  return rest;
}

function kindSchema(schema: z.core.$ZodType, keys: readonly string[]): Schema {
  const told = described(schemaOf(schema));
  return { ...told, anyOf: keys.map((each) => ({ required: [each] })) };
}

/** @throws where a key has no text: every one needs it */
function described(schema: Schema): Schema {
  const { properties, items, anyOf } = schema;
  const whole: Schema = { ...schema };
  if (anyOf !== undefined) whole.anyOf = anyOf.map((each) => described(each));
  if (typeof items === 'object' && !Array.isArray(items)) whole.items = described(items);
  if (properties === undefined) return whole;
  whole.properties = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => {
      const text = texts[name];
      if (text === undefined) throw new Error(`scripts/workflow-schema.ts has no text for ${name}`);
      const isNodes = name === 'nodes';
      return [
        name,
        { ...text, ...(isNodes ? { type: 'array', items: node } : described(each as Schema)) } as Schema,
      ];
    }),
  );
  return whole;
}
