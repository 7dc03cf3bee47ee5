type ModelName =
  | 'accounts'
  | 'contacts'
  | 'deals'
  | 'tickets'
  | 'crmUsers'
  | 'productUsers'
  | 'productEvents'
  | 'subscriptions';
/** The uuid of each model of the demo workspace. */
export type ModelUuids = Readonly<Record<ModelName, string>>;
type Rows = Record<string, unknown>[];

/** Names the columns of rows that are written as lists of values. */
function table(columns: string, rows: readonly (readonly unknown[])[]): Rows {
  const slugs = columns.split(' ');
  return rows.map((row) => Object.fromEntries(slugs.map((slug, index) => [slug, row[index] ?? null])));
}

/**
 * A few records for each model of the demo workspace, so that a filter has something to match.
 * @param now milliseconds since 1970
 * @returns rows by the model's uuid; dates as ISO strings
 */
export function demoRecords(now: number, models: ModelUuids): Record<string, Rows> {
  const ago = (days: number): string => new Date(now - days * 86_400_000).toISOString();
  const ahead = (days: number): string => ago(-days);
  const ada = 'ada@acme.example';
  const bo = 'bo@acme.example';

  // a record a line, and so not for the formatter
  // prettier-ignore
  const accounts = table('id name domain industry country employee_count annual_revenue lifecycle_stage is_customer owner_email created_at last_activity_at technologies billing raw fit_score fit_reason description_embedding', [
    ['a1', 'Northwind', 'northwind.example', 'Software', 'FR', 120, 9e6, 'opportunity', false, ada, ago(20), ago(2), [{ name: 'hubspot', category: 'crm' }, { name: 'snowflake', category: 'warehouse' }], { plan: 'trial', currency: 'EUR' }, 'x', 82, 'Right size', [0.1, 0.2]],
    ['a2', 'Globex', 'globex.example', 'Financial services', 'US', 900, 8e7, 'customer', true, bo, ago(400), ago(5), [{ name: 'salesforce', category: 'crm' }], { plan: 'pro', currency: 'USD' }, null, 91, null, [0.3, 0.1]],
    ['a3', 'Initech', 'initech.example', 'Software', 'US', 5400, 6e8, 'customer', true, bo, ago(700), ago(120), [], { plan: 'enterprise', currency: 'USD' }, null, 64, null, null],
    ['a4', 'Umbrella', 'umbrella.example', 'Healthcare', 'DE', 40, 2e6, 'lead', false, null, ago(3), null, null, null, null, null, null, null],
    ['a5', 'Hooli', 'hooli.example', 'Software', 'GB', 260, 3e7, 'lead', false, ada, ago(45), ago(30), [{ name: 'hubspot', category: 'crm' }], { plan: 'free', currency: 'GBP' }, null, null, null, null],
    ['a6', 'Vandelay', '', 'Import and export', 'US', 12, null, 'lead', false, null, ago(9), ago(9), [], null, null, null, null, null],
  ]);
  // prettier-ignore
  const contacts = table('id account_id email first_name last_name job_title seniority lead_status opted_out created_at last_contacted_at address email_events intent_score', [
    ['c1', 'a1', 'lea@northwind.example', 'Léa', 'Martin', 'VP Sales', 'vp', 'new', false, ago(15), null, { city: 'Paris', country: 'FR' }, [{ type: 'open', campaign: 'launch' }, { type: 'click', campaign: 'launch' }], 70],
    ['c2', 'a2', 'sam@globex.example', 'Sam', 'Reed', 'Head of Revenue Operations', 'head', 'working', false, ago(200), ago(100), { city: 'Boston', country: 'US' }, [{ type: 'open', campaign: 'renewal' }], 40],
    ['c3', 'a2', 'kim@globex.example', 'Kim', 'Cho', 'Analyst', 'individual', 'working', true, ago(180), ago(20), { city: 'Boston', country: 'US' }, [], 15],
    ['c4', 'a3', 'peter@initech.example', 'Peter', 'Gibbons', 'Chief Revenue Officer', 'c_suite', 'qualified', false, ago(650), ago(130), { city: 'Austin', country: 'US' }, null, null],
    ['c5', 'a5', 'gavin@hooli.example', 'Gavin', 'Belson', 'Founder', 'c_suite', 'new', false, ago(40), null, null, [{ type: 'bounce', campaign: 'launch' }], 88],
  ]);
  // prettier-ignore
  const deals = table('id account_id name pipeline stage amount is_won owner_email created_at close_date stage_changed_at', [
    ['d1', 'a1', 'Northwind, first year', 'new_business', 'proposal', 24000, null, ada, ago(18), ahead(20), ago(16)],
    ['d2', 'a2', 'Globex, renewal', 'renewals', 'negotiation', 90000, null, bo, ago(60), ahead(10), ago(45)],
    ['d3', 'a3', 'Initech, more seats', 'expansion', 'closed_won', 120000, true, bo, ago(150), ago(30), ago(30)],
    ['d4', 'a5', 'Hooli, pilot', 'new_business', 'discovery', null, null, ada, ago(40), ago(1), ago(40)],
    ['d5', 'a3', 'Initech, training', 'expansion', 'closed_lost', 8000, false, bo, ago(300), ago(200), ago(200)],
  ]);
  // prettier-ignore
  const tickets = table('id account_id subject status priority satisfaction created_at closed_at', [
    ['t1', 'a3', 'Export fails', 'open', 'high', null, ago(4), null],
    ['t2', 'a3', 'Login by single sign-on', 'closed', 'urgent', 2, ago(12), ago(8)],
    ['t3', 'a3', 'Slow dashboards', 'closed', 'normal', 3, ago(25), ago(20)],
    ['t4', 'a2', 'Invoice address', 'closed', 'low', 5, ago(90), ago(89)],
  ]);
  // prettier-ignore
  const crmUsers = table('id email full_name is_active', [
    ['u1', ada, 'Ada Byron', true],
    ['u2', bo, 'Bo Lind', true],
    ['u3', 'cy@acme.example', 'Cy Young', false],
  ]);
  // prettier-ignore
  const productUsers = table('user_id email account_domain role is_admin signed_up_at last_seen_at preferences', [
    ['p1', 'lea@northwind.example', 'northwind.example', 'owner', true, ago(10), ago(1), { newsletter: 'yes', theme: 'dark' }],
    ['p2', 'sam@globex.example', 'globex.example', 'owner', true, ago(390), ago(2), { newsletter: 'no', theme: 'light' }],
    ['p3', 'kim@globex.example', 'globex.example', 'member', false, ago(100), ago(95), { newsletter: 'no', theme: 'dark' }],
    ['p4', 'peter@initech.example', 'initech.example', 'admin', true, ago(600), ago(110), null],
  ]);
  // prettier-ignore
  const productEvents = table('event_id user_id account_domain event_name occurred_at properties', [
    ['e1', 'p1', 'northwind.example', 'report_created', ago(1), { report: 'pipeline', seconds: 12 }],
    ['e2', 'p1', 'northwind.example', 'report_created', ago(3), { report: 'forecast', seconds: 30 }],
    ['e3', 'p1', 'northwind.example', 'teammate_invited', ago(2), { role: 'member' }],
    ['e4', 'p1', 'northwind.example', 'report_created', ago(6), { report: 'pipeline', seconds: 9 }],
    ['e5', 'p2', 'globex.example', 'report_created', ago(40), { report: 'pipeline', seconds: 20 }],
    ['e6', 'p2', 'globex.example', 'plan_limit_reached', ago(2), { limit: 'seats' }],
    ['e7', 'p4', 'initech.example', 'report_created', ago(110), { report: 'churn', seconds: 45 }],
  ]);
  // prettier-ignore
  const subscriptions = table('subscription_id account_domain plan status mrr seats started_at renews_at items', [
    ['s1', 'globex.example', 'pro', 'active', 2400, 40, ago(390), ahead(25), [{ product: 'core', quantity: 40 }, { product: 'sso', quantity: 1 }]],
    ['s2', 'initech.example', 'enterprise', 'active', 9800, 300, ago(690), ahead(40), [{ product: 'core', quantity: 300 }]],
    ['s3', 'northwind.example', 'trial', 'trialing', 0, 3, ago(10), ahead(4), []],
  ]);
  return {
    [models.accounts]: accounts,
    [models.contacts]: contacts,
    [models.deals]: deals,
    [models.tickets]: tickets,
    [models.crmUsers]: crmUsers,
    [models.productUsers]: productUsers,
    [models.productEvents]: productEvents,
    [models.subscriptions]: subscriptions,
  };
}

/** How the demo workspace's records belong together. */
export function demoRelations(
  models: ModelUuids,
): { models: readonly [string, string]; columns: readonly [string, string] }[] {
  const relate = (
    first: ModelName,
    firstColumn: string,
    second: ModelName,
    secondColumn: string,
  ): ReturnType<typeof demoRelations>[number] => ({
    models: [models[first], models[second]],
    columns: [firstColumn, secondColumn],
  });
  return [
    relate('accounts', 'id', 'contacts', 'account_id'),
    relate('accounts', 'id', 'deals', 'account_id'),
    relate('accounts', 'id', 'tickets', 'account_id'),
    relate('accounts', 'domain', 'subscriptions', 'account_domain'),
    relate('accounts', 'domain', 'productUsers', 'account_domain'),
    relate('accounts', 'domain', 'productEvents', 'account_domain'),
    relate('contacts', 'account_id', 'deals', 'account_id'),
    relate('contacts', 'email', 'productUsers', 'email'),
    relate('productUsers', 'user_id', 'productEvents', 'user_id'),
    relate('deals', 'owner_email', 'crmUsers', 'email'),
  ];
}
