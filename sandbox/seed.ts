import type { Folder, Seed, Segment } from './entities.ts';
import { madeOn } from './play-fields.ts';
import { demoAgents, demoConnectionUuids, demoConnectors, demoTools } from './seed-connections.ts';
import { demoIntegrations } from './seed-integrations.ts';
import { demoModels } from './seed-models.ts';
import { demoRecords, demoRelations } from './seed-records.ts';
import {
  groupDraft,
  groupGraph,
  routingGraph,
  stalledDealsDraft,
  toolGraph,
  welcomeGraph,
} from './seed-workflows.ts';

const uuid = (kind: string, number: number): string =>
  `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;

const workspaceUuid = uuid('c0a60000', 1);

/** The fixed uuids of the demo workspace, by what they are called there. */
export const demoUuids = {
  workspace: workspaceUuid,
  user: uuid('c0a60000', 2),
  datasets: { hubspot: uuid('da7a0000', 1), warehouse: uuid('da7a0000', 2) },
  models: {
    accounts: uuid('30de1000', 1),
    contacts: uuid('30de1000', 2),
    deals: uuid('30de1000', 3),
    tickets: uuid('30de1000', 4),
    crmUsers: uuid('30de1000', 5),
    productUsers: uuid('30de1000', 6),
    productEvents: uuid('30de1000', 7),
    subscriptions: uuid('30de1000', 8),
  },
  folders: {
    gtm: uuid('f01de000', 1),
    scoring: uuid('f01de000', 2),
    outreach: uuid('f01de000', 3),
    customerSuccess: uuid('f01de000', 4),
    tools: uuid('f01de000', 5),
  },
  segments: {
    targetAccounts: uuid('5e600000', 1),
    enterprise: uuid('5e600000', 2),
    welcome: uuid('5e600000', 3),
    stalledDeals: uuid('5e600000', 4),
  },
  plays: { welcome: uuid('91a40000', 1), stalledDeals: uuid('91a40000', 2) },
  workflows: { welcome: uuid('30f10000', 1), stalledDeals: uuid('30f10000', 2) },
} as const;

/** The variables of the example definitions, as they are in the demo workspace; for the input `variables`. */
export const demoVariables = `TARGET_ACCOUNTS: ${demoUuids.segments.targetAccounts}\nTRIAL_LIMIT: 20\n`;

const { datasets, folders, models: model } = demoUuids;

const folder = (
  folderUuid: string,
  parentUuid: string | null,
  name: string,
  kind: string,
  emojiSlug: string | null,
): Folder => ({
  uuid: folderUuid,
  workspaceUuid,
  parentUuid,
  kind,
  name,
  emojiSlug,
});

const savedSegment = (segmentUuid: string, name: string, conditions: readonly unknown[]): Segment => ({
  uuid: segmentUuid,
  workspaceUuid,
  modelUuid: model.accounts,
  ...madeOn('segment', {
    name,
    filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions }] },
  }),
  fromPlay: false,
  recordsCount: 0,
  lastChange: null,
  createdAt: '2026-02-03T09:00:00.000Z',
  updatedAt: '2026-02-03T09:00:00.000Z',
});

/**
 * The small workspace of an invented company: a CRM and a warehouse, play folders, two plays made by hand.
 * @param now milliseconds since 1970; the records' dates lie around it
 */
export function demoSeed(now: number): Seed {
  return {
    workspaceUuid,
    userUuid: demoUuids.user,
    datasets: Object.entries(datasets).map(([slug, datasetUuid]) => ({
      uuid: datasetUuid,
      workspaceUuid,
      slug,
    })),
    models: demoModels(workspaceUuid, datasets, model),
    folders: [
      folder(folders.gtm, null, 'GTM', 'play', 'rocket'),
      folder(folders.scoring, folders.gtm, 'Scoring', 'play', null),
      folder(folders.outreach, folders.gtm, 'Outreach', 'play', null),
      folder(folders.customerSuccess, null, 'Customer success', 'play', 'seedling'),
      folder(folders.tools, null, 'Enrichment tools', 'tool', 'wrench'),
    ],
    segments: [
      savedSegment(demoUuids.segments.targetAccounts, 'Target accounts', [
        {
          kind: 'string',
          columnSlug: 'industry',
          operator: 'is',
          values: ['Software', 'Financial services'],
        },
        {
          kind: 'number',
          columnSlug: 'employee_count',
          operator: 'between',
          firstValue: 50,
          lastValue: 2000,
        },
      ]),
      savedSegment(demoUuids.segments.enterprise, 'Enterprise accounts', [
        { kind: 'number', columnSlug: 'employee_count', operator: 'greaterThan', value: 2000 },
      ]),
    ],
    plays: [
      {
        uuid: demoUuids.plays.welcome,
        workflowUuid: demoUuids.workflows.welcome,
        segmentUuid: demoUuids.segments.welcome,
        name: 'Welcome new contacts',
        modelUuid: model.contacts,
        description: 'Made in the web page by the marketing team.',
        folderUuid: folders.outreach,
        runCreationRule: 'once',
        schedule: { type: 'cron', cron: '@every 1h' },
        filter: {
          conjonction: 'and',
          groups: [
            {
              conjonction: 'and',
              conditions: [{ kind: 'boolean', columnSlug: 'opted_out', operator: 'isFalse' }],
            },
          ],
        },
      },
      {
        uuid: demoUuids.plays.stalledDeals,
        workflowUuid: demoUuids.workflows.stalledDeals,
        segmentUuid: demoUuids.segments.stalledDeals,
        name: 'Stalled deals digest',
        modelUuid: model.deals,
        changeKinds: ['added', 'updated'],
        limit: 50,
      },
    ],
    connectors: demoConnectors(workspaceUuid),
    integrations: demoIntegrations,
    tools: demoTools(workspaceUuid),
    agents: demoAgents(workspaceUuid),
    workflows: {
      [demoUuids.workflows.welcome]: {
        deployed: [
          welcomeGraph('New: {{nodes.start.email}}'),
          welcomeGraph('Say hello to {{nodes.start.email}}'),
        ],
      },
      [demoUuids.workflows.stalledDeals]: { deployed: [], draft: stalledDealsDraft },
      ...Object.fromEntries(
        Object.entries(demoConnectionUuids.toolWorkflows).map(([name, workflowUuid]) => [
          workflowUuid,
          { deployed: [toolGraph(name)] },
        ]),
      ),
    },
    records: demoRecords(now, model),
    relations: demoRelations(model),
  };
}

/**
 * The demo workspace after a few weeks: more plays made by hand, with workflows of every kind. Some are on, two have
 * one name, and in one somebody is at work on the next version.
 * @param now milliseconds since 1970
 */
export function livedInSeed(now: number): Seed {
  const seed = demoSeed(now);
  const workflow = (number: number): string => uuid('30f10000', number);
  const filter = (...conditions: object[]): Record<string, unknown> => ({
    conjonction: 'and',
    groups: [{ conjonction: 'and', conditions }],
  });
  const small = { kind: 'number', columnSlug: 'employee_count', operator: 'lowerThan', value: 1000 };
  const base = {
    modelUuid: model.accounts,
    filter: filter(small),
    sort: [{ columnSlug: 'name', kind: 'asc' as const }],
  };
  return {
    ...seed,
    plays: [
      ...seed.plays,
      {
        ...base,
        name: 'Route accounts by fit',
        workflowUuid: workflow(11),
        folderUuid: folders.scoring,
        changeKinds: ['added', 'updated'],
        trackingColumnSlugs: ['domain'],
        schedule: { type: 'watch' },
        isEnabled: true,
      },
      {
        ...base,
        name: 'Summarize technologies',
        workflowUuid: workflow(12),
        description: 'Asks before it writes.\nOwner: Bo.',
        schedule: { type: 'cron', cron: '0 6 * * 1' },
        isEnabled: true,
      },
      { ...base, name: 'Summarize technologies', workflowUuid: workflow(13), limit: 5 },
      { ...base, name: 'Empty, for later', workflowUuid: workflow(14) },
    ],
    workflows: {
      ...seed.workflows,
      [workflow(11)]: { deployed: [routingGraph] },
      [workflow(12)]: { deployed: [groupGraph], draft: groupDraft },
      [workflow(13)]: { deployed: [groupGraph] },
    },
  };
}
