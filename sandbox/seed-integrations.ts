import type { Integration, IntegrationAction } from './entities.ts';

type Schema = Record<string, unknown>;

const string = (description?: string): Schema => ({
  type: 'string',
  ...(description ? { description } : {}),
});
const number: Schema = { type: 'number' };
const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});

function action(
  name: string,
  description: string,
  config: Schema,
  output?: Schema,
  exits?: readonly string[],
): IntegrationAction {
  return {
    name,
    description,
    config: { jsonSchema: config },
    ...(exits ? { children: exits.map((each) => ({ name: each })) } : {}),
    ...(output ? { output: { schema: output } } : {}),
  };
}

/** The services that the workflows of the demo workspace use; each with a few of its actions. */
export const demoIntegrations: readonly Integration[] = [
  {
    slug: 'clearbit',
    name: 'Clearbit',
    actions: {
      enrichCompanyFromDomain: action(
        'Enrich company',
        'Finds what is known of a company by its domain.',
        object({ domain: string('The company’s domain') }, ['domain']),
        object({
          name: string(),
          domain: string(),
          category: object({ industry: string() }),
          metrics: object({ employees: number, annualRevenue: number }),
        }),
      ),
      enrichPersonFromEmail: action(
        'Enrich person',
        'Finds what is known of a person by their email address.',
        object({ email: string() }, ['email']),
        object({ name: string(), title: string(), seniority: string() }),
      ),
    },
  },
  {
    slug: 'slack',
    name: 'Slack',
    actions: {
      postMessage: action(
        'Post message',
        'Posts a message to a channel.',
        object({ channel: string(), text: string() }, ['channel', 'text']),
        object({ ts: string(), channel: string() }),
      ),
      askForApproval: action(
        'Ask for approval',
        'Posts a message with two buttons, and waits for an answer.',
        object({ channel: string(), text: string(), timeoutMinutes: number }, ['channel', 'text']),
        object({ user: string() }),
        ['Approved', 'Rejected', 'Timed out'],
      ),
    },
  },
  {
    slug: 'hubspot',
    name: 'HubSpot',
    actions: {
      updateCompany: action(
        'Update company',
        'Writes properties of a company.',
        object({ companyId: string(), properties: object({}) }, ['companyId', 'properties']),
        object({ id: string() }),
      ),
      createTask: action(
        'Create task',
        'Creates a task for an owner.',
        object(
          {
            ownerEmail: string(),
            subject: string(),
            body: string(),
            priority: { enum: ['LOW', 'MEDIUM', 'HIGH'] },
          },
          ['ownerEmail', 'subject'],
        ),
        object({ id: string() }),
      ),
    },
  },
  {
    slug: 'openai',
    name: 'OpenAI',
    actions: {
      createCompletion: action(
        'Create completion',
        'Answers a prompt.',
        object({ model: string(), prompt: string(), temperature: number }, ['model', 'prompt']),
        object({ text: string(), usage: object({ totalTokens: number }) }),
      ),
    },
  },
];
