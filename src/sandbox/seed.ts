import { demoRecords, demoRelations } from './seed-records.ts';

/** A record of a model: column slug to value. */
export type Row = Record<string, unknown>;

/** A column as the models list answers it ([pub]). */
export interface Column {
  slug: string;
  type: string;
  label: string;
  kind: string;
}

/** A model as the models list answers it ([pub]). */
export interface Model {
  uuid: string;
  workspaceUuid: string;
  datasetUuid: string;
  slug: string;
  name: string;
  idColumnSlug: string;
  timeColumnSlug: string | null;
  columns: Column[];
  additionalColumns: Column[];
  playsCount: number;
  isPaused: boolean;
}

/** A dataset as the datasets list answers it ([pub]). */
export interface Dataset {
  uuid: string;
  workspaceUuid: string;
  slug: string;
}

/** A folder as the folders list answers it ([pub]): only those of kind `play` hold plays. */
export interface Folder {
  uuid: string;
  workspaceUuid: string;
  parentUuid: string | null;
  kind: string;
  name: string;
  emojiSlug: string | null;
}

/** A filter, a schedule, a sort key as they were sent: the service keeps what it doesn't understand too. */
export type Filter = Record<string, unknown>;
export type Schedule = Record<string, unknown>;
export interface SortKey {
  columnSlug: string;
  kind: 'asc' | 'desc';
}

/** A play as answers show it ([doc]); filter, sort, limit and tracked columns are on its segment ([pub]). */
export interface Play {
  uuid: string;
  workspaceUuid: string;
  workflowUuid: string;
  userUuid: string;
  modelUuid: string;
  segmentUuid: string;
  changeKinds: string[];
  runCreationRule: string;
  name: string;
  description: string | null;
  schedule: Schedule | null;
  isEnabled: boolean;
  healthThreshold: number | null;
  healthAlertActions: unknown[];
  folderUuid: string | null;
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
}

/** A segment as the segments list answers it ([pub]). */
export interface Segment {
  uuid: string;
  workspaceUuid: string;
  modelUuid: string;
  name: string;
  filter: Filter;
  sort: SortKey[] | null;
  limit: number | null;
  trackingColumnSlugs: string[] | null;
  fromPlay: boolean;
  createdAt: string;
  updatedAt: string;
}

/** What a workspace begins with. */
export interface Seed {
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly datasets: readonly Dataset[];
  readonly models: readonly Model[];
  readonly folders: readonly Folder[];
  readonly segments: readonly Segment[];
  readonly plays: readonly {
    readonly name: string;
    readonly modelUuid: string;
    readonly uuid?: string;
    readonly description?: string;
    readonly folderUuid?: string;
    readonly changeKinds?: string[];
    readonly runCreationRule?: string;
    readonly schedule?: Schedule;
    readonly filter?: Filter;
    readonly limit?: number;
  }[];
  /** The records of each model, by its uuid. */
  readonly records: Readonly<Record<string, Row[]>>;
  /** How records of two models belong together: equal values in these columns, looked up both ways. */
  readonly relations: readonly {
    readonly models: readonly [string, string];
    readonly columns: readonly [string, string];
  }[];
}

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
  segments: { targetAccounts: uuid('5e600000', 1), enterprise: uuid('5e600000', 2) },
  plays: { welcome: uuid('91a40000', 1), stalledDeals: uuid('91a40000', 2) },
} as const;

const { datasets, folders, models: model } = demoUuids;

const labelOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('_', ' ');
const columns = (kind: string, types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([slug, type]) => ({ slug, type, label: labelOf(slug), kind }));

function makeModel(
  dataset: 'hubspot' | 'warehouse',
  modelUuid: string,
  slug: string,
  types: Readonly<Record<string, string>>,
  more: {
    name?: string;
    additional?: Readonly<Record<string, string>>;
    time?: string;
    playsCount?: number;
  } = {},
): Model {
  return {
    uuid: modelUuid,
    workspaceUuid,
    datasetUuid: datasets[dataset],
    slug,
    name: more.name ?? labelOf(slug),
    idColumnSlug: Object.keys(types)[0] ?? 'id',
    timeColumnSlug: more.time ?? null,
    columns: columns('original', types),
    additionalColumns: columns('custom', more.additional ?? {}),
    playsCount: more.playsCount ?? 0,
    isPaused: false,
  };
}

const demoModels: readonly Model[] = [
  makeModel(
    'hubspot',
    model.accounts,
    'accounts',
    {
      id: 'string',
      name: 'string',
      domain: 'string',
      industry: 'string',
      country: 'string',
      employee_count: 'number',
      annual_revenue: 'number',
      lifecycle_stage: 'string',
      is_customer: 'boolean',
      owner_email: 'string',
      created_at: 'date',
      last_activity_at: 'date',
      technologies: 'array',
      billing: 'object',
      raw: 'any',
    },
    {
      additional: { fit_score: 'number', fit_reason: 'string', description_embedding: 'vector' },
      time: 'created_at',
    },
  ),
  makeModel(
    'hubspot',
    model.contacts,
    'contacts',
    {
      id: 'string',
      account_id: 'string',
      email: 'string',
      first_name: 'string',
      last_name: 'string',
      job_title: 'string',
      seniority: 'string',
      lead_status: 'string',
      opted_out: 'boolean',
      created_at: 'date',
      last_contacted_at: 'date',
      address: 'object',
      email_events: 'array',
    },
    { additional: { intent_score: 'number' }, time: 'created_at', playsCount: 1 },
  ),
  makeModel(
    'hubspot',
    model.deals,
    'deals',
    {
      id: 'string',
      account_id: 'string',
      name: 'string',
      pipeline: 'string',
      stage: 'string',
      amount: 'number',
      is_won: 'boolean',
      owner_email: 'string',
      created_at: 'date',
      close_date: 'date',
      stage_changed_at: 'date',
    },
    { time: 'created_at', playsCount: 1 },
  ),
  makeModel(
    'hubspot',
    model.tickets,
    'tickets',
    {
      id: 'string',
      account_id: 'string',
      subject: 'string',
      status: 'string',
      priority: 'string',
      satisfaction: 'number',
      created_at: 'date',
      closed_at: 'date',
    },
    { time: 'created_at' },
  ),
  makeModel(
    'hubspot',
    model.crmUsers,
    'users',
    { id: 'string', email: 'string', full_name: 'string', is_active: 'boolean' },
    { name: 'CRM users' },
  ),
  makeModel(
    'warehouse',
    model.productUsers,
    'users',
    {
      user_id: 'string',
      email: 'string',
      account_domain: 'string',
      role: 'string',
      is_admin: 'boolean',
      signed_up_at: 'date',
      last_seen_at: 'date',
      preferences: 'object',
    },
    { name: 'Product users', time: 'signed_up_at' },
  ),
  makeModel(
    'warehouse',
    model.productEvents,
    'product_events',
    {
      event_id: 'string',
      user_id: 'string',
      account_domain: 'string',
      event_name: 'string',
      occurred_at: 'date',
      properties: 'object',
    },
    { time: 'occurred_at' },
  ),
  makeModel(
    'warehouse',
    model.subscriptions,
    'subscriptions',
    {
      subscription_id: 'string',
      account_domain: 'string',
      plan: 'string',
      status: 'string',
      mrr: 'number',
      seats: 'number',
      started_at: 'date',
      renews_at: 'date',
      items: 'array',
    },
    { time: 'started_at' },
  ),
];

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
  name,
  filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions }] },
  sort: null,
  limit: null,
  trackingColumnSlugs: null,
  fromPlay: false,
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
    models: demoModels,
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
        name: 'Stalled deals digest',
        modelUuid: model.deals,
        changeKinds: ['added', 'updated'],
        limit: 50,
      },
    ],
    records: demoRecords(now, model),
    relations: demoRelations(model),
  };
}
