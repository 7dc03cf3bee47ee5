/** What people are told of a key of a definition: in the README's table, and by an editor. */
export interface KeyText {
  readonly description: string;
  readonly examples: readonly [unknown, ...unknown[]];
}

const key = (description: string, ...examples: [unknown, ...unknown[]]): KeyText => ({
  description,
  examples,
});

const condition = { kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' };
const filter = { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] };

/**
 * The keys of a definition, here and not in the schema, since the action starts faster without its texts. A key that
 * means another thing in another place has an entry `place.key`: the place is the kind of the condition, or else the
 * key that holds the mapping.
 */
export const keys: Readonly<Record<string, KeyText>> = {
  id: key(
    "The play's name inside the repository. Left out, it is the file's name without its ending.",
    'score-new-accounts',
  ),
  name: key("The play's name in Cargo.", 'Score new accounts'),
  model: key(
    'The slug of the model whose records the play watches; `dataset/slug` where the slug alone stands in two datasets. This or `modelUuid` is needed.',
    'accounts',
  ),
  modelUuid: key("The model's uuid, in place of `model`.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  changeKinds: key(
    'Which changes of records the play is about: `added`, `updated`, `removed`, `unchanged`.',
    ['added', 'updated'],
  ),
  runCreationRule: key(
    'When a record gets a run: `always`, only `once`, or `noConcurrency`, unless one is under way.',
    'noConcurrency',
  ),
  description: key(
    'What the play is for. The ownership line is added below it.',
    'Score each account that lands in the CRM.',
  ),
  filter: key('Which records the play is about: groups of conditions. Left out, all of them.', filter),
  groups: key('Groups of conditions.', filter.groups),
  conjonction: key('Whether all (`and`) or one (`or`) must hold. Cargo spells it so.', 'and', 'or'),
  conditions: key('The conditions of the group, told apart by `kind`.', [condition]),
  sort: key('The order of the records; with `limit`, which come first.', [
    { columnSlug: 'employee_count', kind: 'desc' },
  ]),
  'sort.columnSlug': key('The column to sort by.', 'employee_count'),
  'sort.kind': key('Ascending or descending.', 'desc'),
  limit: key('The most records of one run of the schedule.', 500),
  trackingColumnSlugs: key('The columns whose change counts as an update. Left out, every column does.', [
    'domain',
    'employee_count',
  ]),
  schedule: key(
    'When the play runs. Left out, records are enrolled by hand alone. `cron` at set times or intervals (UTC), `watch` when rows change, `realtime` (HubSpot and Salesforce models), `dbt` after a dbt job, `dependency` after another play.',
    { type: 'cron', cron: '0 6 * * 1' },
    { type: 'watch' },
  ),
  'schedule.type': key('What sets the play off.', 'cron', 'watch'),
  cron: key(
    'When to run, in UTC: a five-field cron (`*`, numbers, `,` `-` `/`, names of months and days, 7 for Sunday), or `@every` with hours, minutes and seconds.',
    '0 6 * * 1',
    '@every 30m',
    '@every 1h30m',
  ),
  jobId: key('The dbt job after which the play runs.', '70403104'),
  play: key('The id of the play of this repository after which this one runs.', 'score-new-accounts'),
  playUuid: key(
    'The uuid of the play after which this one runs, where it is not of this repository.',
    '2f0f1f0e-5f0b-4b57-8f0a-2d9a6c3e4b21',
  ),
  folder: key('The folder in Cargo, by names from the top, with ` / ` between them.', 'GTM / Scoring'),
  folderUuid: key("The folder's uuid, in place of `folder`.", '7f2f1f0e-5f0b-4b57-8f0a-2d9a6c3e4b21'),

  kind: key(
    "The column's type, or what else the condition is about. It must be the column's own, or no record matches.",
    'string',
    'number',
  ),
  columnSlug: key("The column's slug on the model.", 'domain'),
  workflow: key(
    'What the play does: `nodes`, whose order is the flow, or the `file` that holds them. Left out, the web page decides.',
    { nodes: [{ slug: 'has_domain', filter: '{{nodes.start.domain}}' }] },
    { file: 'workflows/score.yml' },
  ),
  enabled: key('Whether the play is on, once its workflow is live. Left out, the web page decides.', true),
  trial: key('On how many records a new version of the workflow runs before it goes live.', 10, {
    records: 10,
    maxFailures: 0,
    timeout: '30m',
  }),
  operator: key('How to compare.', 'is', 'isNotEmpty'),
  relatedModel: key('The slug of a related model, for a column of that model.', 'contacts'),
  relatedModelUuid: key(
    'The uuid of that related model, in place of its slug.',
    '5e1b3dc1-7e2d-4c5f-8d8f-1a7f6b8e2f22',
  ),
  values: key('A text or a list of texts.', ['acme.com', 'acme.io'], 'acme.com'),
  value: key('The number to compare with.', 100),
  firstValue: key('The lower bound.', 10),
  lastValue: key('The upper bound.', 200),
  'date.value': key('An ISO date, or an age such as `3 months`.', '3 months', '2026-01-31'),
  'date.firstValue': key('The earlier bound: an ISO date, or an age such as `3 months`.', '3 months'),
  'date.lastValue': key('The later bound: an ISO date, or an age such as `1 month`.', '1 month'),
  propertyName: key('The property inside the object.', 'status'),
  'objectProperty.value': key('The text that the property is compared with.', 'active'),
  otherValue: key('The upper bound of `between`.', '200'),
  propertyConditions: key('Conditions on the properties of the object, or of the items of the array.', [
    { kind: 'objectProperty', propertyName: 'status', operator: 'is', value: 'active' },
  ]),
  segmentUuid: key('The segment that the record is in, or not in.', '6c2a4ed2-8f3e-4d60-9e90-2b8a7c9f3a33'),
  'occurrence.conditions': key('Conditions on columns of the related model.', [condition]),
  frequency: key('How often: `not` at all, or `moreThan`, `lessThan`, `exactly` so many times.', {
    operator: 'moreThan',
    value: 3,
  }),
  'frequency.operator': key('How to count.', 'moreThan', 'not'),
  'frequency.value': key('How many times.', 3),
  period: key('Within which time, in days.', { operator: 'lessThan', value: 30, unit: 'day' }),
  'period.operator': key('How to compare the age.', 'lessThan'),
  'period.value': key('How many days.', 30),
  'period.unit': key('The unit of the period.', 'day'),
  workflowUuid: key(
    'The workflow that the record entered, ran through or left.',
    '7d3b5fe3-9a4f-4e71-8fa1-3c9b8daf4b44',
  ),
  activityKind: key('What happened there.', 'workflowEntered'),
  nodeSlug: key('The node of the workflow.', 'send_email'),
  'sql.name': key('What the condition is called.', 'Large deals'),
  clause: key('The SQL clause.', 'amount > 10000'),
};
