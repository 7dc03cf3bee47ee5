/** What people read about a key of a definition: in docs/definitions.md, and in an editor. */
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
    "The play's name inside the repository. Default: the file name without its extension.",
    'score-new-accounts',
  ),
  name: key("The play's name in Cargo.", 'Score new accounts'),
  model: key(
    'The slug of the model whose records the play watches, or `dataset/slug` if two datasets have a model with that slug. Required, unless `modelUuid` is given.',
    'accounts',
  ),
  modelUuid: key("The model's UUID, instead of `model`.", '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'),
  changeKinds: key(
    'Which records enter the play, by what happened to them since the last run: `added`, `updated`, `removed`, `unchanged`.',
    ['added', 'updated'],
  ),
  runCreationRule: key(
    'How often the play runs on one record: `always`, `once`, or `noConcurrency` (not while its last run on that record is in progress).',
    'noConcurrency',
  ),
  description: key(
    'What the play is for. The action adds the ownership line below it.',
    'Score each account that lands in the CRM.',
  ),
  filter: key(
    'Which records the play selects: groups of conditions. Default: every record of the model.',
    filter,
  ),
  groups: key('Groups of conditions.', filter.groups),
  conjonction: key(
    '`and` if all must hold, `or` if one is enough. This is how Cargo spells the key.',
    'and',
    'or',
  ),
  conditions: key('The conditions of the group. `kind` says which fields each one has.', [condition]),
  sort: key('The order of the records. With `limit`, it decides which records are selected.', [
    { columnSlug: 'employee_count', kind: 'desc' },
  ]),
  'sort.columnSlug': key('The column to sort by.', 'employee_count'),
  'sort.kind': key('Ascending or descending.', 'desc'),
  limit: key('The maximum number of records per scheduled run.', 500),
  trackingColumnSlugs: key('The columns whose changes count as an update. Default: every column.', [
    'domain',
    'employee_count',
  ]),
  schedule: key(
    'When the play runs: `cron`, `watch`, `realtime`, `dbt` or `dependency`. Without it, runs are started by hand.',
    { type: 'cron', cron: '0 6 * * 1' },
    { type: 'watch' },
  ),
  'schedule.type': key(
    'What starts the play: `cron` at set times or intervals (UTC), `watch` when rows change, `realtime` (HubSpot and Salesforce models), `dbt` after a dbt job, `dependency` after another play.',
    'cron',
    'watch',
  ),
  cron: key(
    'When to run, in UTC: a five-field cron (`*`, numbers, `,` `-` `/`, names of months and days, 0 or 7 for Sunday), or `@every` with hours, minutes and seconds.',
    '0 6 * * 1',
    '@every 30m',
    '@every 1h30m',
  ),
  jobId: key('The dbt job that the play runs after.', '70403104'),
  play: key('The id of the play in this repository that this one runs after.', 'score-new-accounts'),
  playUuid: key(
    'The UUID of the play that this one runs after, if it is not in this repository.',
    '2f0f1f0e-5f0b-4b57-8f0a-2d9a6c3e4b21',
  ),
  folder: key(
    'The folder in Cargo: its full path, with ` / ` between names. It must exist, unless the input `create-folders` is `true`.',
    'GTM / Scoring',
  ),
  folderUuid: key("The folder's UUID, instead of `folder`.", '7f2f1f0e-5f0b-4b57-8f0a-2d9a6c3e4b21'),
  workflow: key(
    "What the play does with each record: `nodes` in the order of their flow, or the `file` that holds them. If you leave it out, the play's workflow in Cargo is never changed.",
    { nodes: [{ slug: 'has_domain', filter: '{{nodes.start.domain}}' }] },
    { file: 'workflows/score.yml' },
  ),
  enabled: key(
    'Whether the play is on. `true` switches it on after its workflow is deployed. If you leave it out, the play is switched on and off in Cargo only.',
    true,
  ),
  trial: key(
    'How many records a new version of the workflow runs on before it is deployed: a number, or `records` with `maxFailures` and `timeout`.',
    10,
    { records: 10, maxFailures: 0, timeout: '30m' },
  ),
  protect: key(
    'Whether the play is protected: no run deletes or disables it, not even after its file is gone. Its ownership line in Cargo says so.',
    true,
  ),
  ignore: key(
    'The keys that belong to Cargo once the play exists. Their values are set when the play is created. Later differences are shown, and never changed.',
    ['limit', 'schedule'],
  ),
  formerly: key(
    'The id that the play had before, or a list of them. With it, the file (or `id`) and the `name` can change in one commit.',
    'score-accounts',
    ['score-accounts', 'score'],
  ),

  kind: key(
    "The type of the column, or another kind of condition. It must be the column's own type, or no record matches.",
    'string',
    'number',
  ),
  columnSlug: key("The column's slug on the model.", 'domain'),
  operator: key('How to compare.', 'is', 'isNotEmpty'),
  relatedModel: key('The slug of a related model, if the column is on that model.', 'contacts'),
  relatedModelUuid: key(
    'The UUID of the related model, instead of its slug.',
    '5e1b3dc1-7e2d-4c5f-8d8f-1a7f6b8e2f22',
  ),
  values: key('A text, or a list of texts. One of them has to match.', ['acme.com', 'acme.io'], 'acme.com'),
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
  segmentUuid: key(
    'The UUID of the segment that the record is in, or not in.',
    '6c2a4ed2-8f3e-4d60-9e90-2b8a7c9f3a33',
  ),
  'occurrence.conditions': key('Conditions on columns of the related model.', [condition]),
  frequency: key('How many times: `not` (never), or `moreThan`, `lessThan` or `exactly` with a `value`.', {
    operator: 'moreThan',
    value: 3,
  }),
  'frequency.operator': key('How to compare the count.', 'moreThan', 'not'),
  'frequency.value': key('How many times.', 3),
  period: key('How long ago, in days.', { operator: 'lessThan', value: 30, unit: 'day' }),
  'period.operator': key('How to compare the age.', 'lessThan'),
  'period.value': key('How many days.', 30),
  'period.unit': key('The unit of the period.', 'day'),
  workflowUuid: key(
    'The UUID of the workflow that the record entered, went through or left.',
    '7d3b5fe3-9a4f-4e71-8fa1-3c9b8daf4b44',
  ),
  activityKind: key('What the record did in the workflow.', 'workflowEntered'),
  nodeSlug: key('The node of the workflow.', 'send_email'),
  'sql.name': key('The name of the condition.', 'Large deals'),
  clause: key('The SQL clause.', 'amount > 10000'),
};
