import type { Agent, Connector, Tool } from './entities.ts';

/** Stands in every credential of the demo workspace: where it shows up, somebody passed credentials on. */
export const demoSecret = 'sandbox-credential-that-nobody-may-see';

const uuid = (kind: string, number: number): string =>
  `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The fixed uuids of what the workflows of the demo workspace use. */
export const demoConnectionUuids = {
  connectors: {
    clearbit: uuid('c0ec0000', 1),
    slack: uuid('c0ec0000', 2),
    slackAlerts: uuid('c0ec0000', 3),
    hubspot: uuid('c0ec0000', 4),
    openai: uuid('c0ec0000', 5),
  },
  tools: { findEmail: uuid('700a0000', 1), normalizeDomain: uuid('700a0000', 2) },
  agents: {
    accountScorer: uuid('a6e40000', 1),
    emailWriter: uuid('a6e40000', 2),
    otherEmailWriter: uuid('a6e40000', 3),
  },
  toolWorkflows: { findEmail: uuid('30f10000', 101), normalizeDomain: uuid('30f10000', 102) },
} as const;

const { connectors, tools, agents, toolWorkflows } = demoConnectionUuids;

/** The connectors of the demo workspace: two for one service, and credentials in each. */
export function demoConnectors(workspaceUuid: string): Connector[] {
  const make = (
    connectorUuid: string,
    integrationSlug: string,
    slug: string,
    name: string,
    isDefault: boolean,
    useCredits: boolean,
  ): Connector => ({
    uuid: connectorUuid,
    workspaceUuid,
    slug,
    name,
    integrationSlug,
    isDefault,
    useCredits,
    config: {
      kind: 'apiKey',
      apiKey: `${demoSecret}-${slug}`,
      oauth: { refreshToken: `${demoSecret}-refresh` },
    },
  });
  return [
    make(connectors.clearbit, 'clearbit', 'clearbit_main', 'Clearbit', true, true),
    make(connectors.slack, 'slack', 'slack', 'Slack', true, false),
    make(connectors.slackAlerts, 'slack', 'slack_alerts', 'Slack, alerts', false, false),
    make(connectors.hubspot, 'hubspot', 'hubspot', 'HubSpot', true, false),
    make(connectors.openai, 'openai', 'openai', 'OpenAI', true, true),
  ];
}

/** The tools of the demo workspace. */
export function demoTools(workspaceUuid: string): Tool[] {
  return [
    { uuid: tools.findEmail, workspaceUuid, name: 'Find work email', workflowUuid: toolWorkflows.findEmail },
    {
      uuid: tools.normalizeDomain,
      workspaceUuid,
      name: 'Normalize domain',
      workflowUuid: toolWorkflows.normalizeDomain,
    },
  ];
}

/** The saved agents of the demo workspace: two of them have one name. */
export function demoAgents(workspaceUuid: string): Agent[] {
  return [
    { uuid: agents.accountScorer, workspaceUuid, name: 'Account scorer' },
    { uuid: agents.emailWriter, workspaceUuid, name: 'Email writer' },
    { uuid: agents.otherEmailWriter, workspaceUuid, name: 'Email writer' },
  ];
}
