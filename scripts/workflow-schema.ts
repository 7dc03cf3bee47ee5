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

/** The keys of a node, and of what stands in it, in the order in which people meet them. */
export const workflowKeys: Readonly<Record<string, KeyText>> = {
  nodes: key('The nodes. Each goes on to the next one in the list, unless it says otherwise.', [
    { slug: 'has_domain', filter: expression },
  ]),
  file: key('The file that holds `nodes`, relative to this one.', 'workflows/score.yml'),
  slug: key('What expressions call the node: `nodes.SLUG`. Letters, digits and `_`.', 'company'),
  id: key(
    'What exits call the node. Default: its slug. Only needed if two nodes have one slug.',
    'company_2',
  ),
  name: key('Its title in Cargo.', 'Look up the company'),
  description: key('What it is for.', 'Adds size and industry.'),
  retry: key('How often Cargo tries the node again if it fails.', { maximumAttempts: 3 }),
  maximumAttempts: key('The number of attempts, including the first one.', 3),
  initialInterval: key('How long to wait before the second attempt.', 1000),
  backoffCoefficient: key('How many times longer each wait is than the one before it.', 2),
  onFailure: key(
    'Where the run goes on if the node fails: `continue` (where it goes on anyway), or the id of a node. If you leave it out, the run fails.',
    'continue',
  ),
  position: key('Where Cargo draws it. If you leave it out, the action lays it out.', { x: 0, y: 166 }),
  x: key('Pixels to the right.', 0),
  y: key('Pixels down.', 166),
  next: key(
    'The id of the node to go on to. Default: the next one in the list, and `end` after the last one. `false` leads nowhere.',
    'end',
  ),
  children: key('Where each exit leads, for an action with several, in the order of the action.', [
    'tell_sales',
    'end',
  ]),
  filter: key('Ends the run if this is false or empty.', expression),
  branch: key('Goes to `then` if this is true, and to `else` if not.', '{{nodes.company.employees > 100}}'),
  then: key('Where to go on if it is true. Default: the next node.', 'tell_sales'),
  else: key('Where to go on if it is false. Default: the next node.', 'end'),
  switch: key(
    'Takes the first route whose `when` is true. Each route has a `name`, a `when` and a `next`. Default of `next`: the next node.',
    [{ name: 'Large', when: expression, next: 'tell_sales' }],
  ),
  when: key(
    'The condition of the route. `true` takes every record that is left.',
    '{{nodes.company.employees > 100}}',
  ),
  split: key('Sends this percentage of the records to `a`, and the others to `b`.', 50),
  a: key('Where the given percentage goes. Default: the next node.', 'variant'),
  b: key('Where the others go. Default: the next node.', 'end'),
  delay: key('Waits for this number of minutes.', 60),
  variables: key('Sets values for later nodes: `nodes.SLUG.NAME`. `{ type, value }` also sets the type.', {
    score: 1,
  }),
  group: key('Runs its own `nodes` once for each of the `items`.', {
    items: '{{nodes.start.contacts}}',
    nodes: [],
  }),
  items: key('The list.', '{{nodes.start.contacts}}'),
  failOnItemFailure: key('Whether the group fails if one of its items fails.', false),
  python: key('Runs Python. What it returns is below `.result`.', { file: 'scripts/score.py' }),
  script: key('Runs JavaScript. What it returns is below `.result`.', { file: 'scripts/score.js' }),
  end: key('Ends the run with these values.', { tier: '{{nodes.fit.answer.tier}}' }),
  connector: key('The slug of the connector. The action finds its UUID and its integration.', 'slack'),
  integration: key(
    'The slug of the integration, instead of `connector`. Cargo then uses its default connector.',
    'http',
  ),
  connectorUuid: key("The connector's UUID, next to `integration`.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  action: key('The slug of the action of the integration.', 'postMessage'),
  config: key('The settings of the action. A text with `{{ }}` is an expression.', { text: expression }),
  tool: key('The name of the tool.', 'Find work email'),
  toolUuid: key("The tool's UUID, instead of its name.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  toolTemplate: key("The slug of the tool's template.", 'enrich-company'),
  agent: key('The name of the saved agent. Its answer is below `.answer`.', 'Account scorer'),
  agentUuid: key("The agent's UUID, instead of its name.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  agentTemplate: key("The slug of the agent's template.", 'account-scorer'),
  releaseUuid: key(
    'The release of the tool or agent. Default: the deployed one.',
    '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11',
  ),
  waitUntilFinished: key('Whether the run waits for the result.', true),
  native: key("The slug of any other action of Cargo's own, such as `modelUpsert`.", 'modelUpsert'),
  records: key('How many records the trial runs on.', 10),
  maxFailures: key('How many of them may fail. Default: 0.', 0),
  timeout: key('How long it may take, such as `90s`, `30m` or `2h`.', '30m'),
};

const node: Schema = { $ref: '#/definitions/node' };

/** What the keys `workflow` and `trial` hold, and the definition of a node. */
export function workflowSchemas(): { workflow: Schema; trial: Schema; node: Schema } {
  const list: Schema = { type: 'array', items: node };
  const told = (name: string, schema: Schema): Schema => ({ ...workflowKeys[name], ...schema }) as Schema;
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
      const text = workflowKeys[name];
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
