import type { Column, Model } from './entities.ts';
import type { ModelUuids } from './seed-records.ts';

const labelOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('_', ' ');

/** Columns written as `slug:type slug:type …`. */
function columns(kind: string, text: string): Column[] {
  return text
    .split(/\s+/)
    .filter((each) => each !== '')
    .map((each) => {
      const [slug = '', type = ''] = each.split(':');
      return { slug, type, label: labelOf(slug), kind };
    });
}

/** The models of the demo workspace: every column type occurs, and the slug `users` stands in both datasets. */
export function demoModels(
  workspaceUuid: string,
  datasets: Readonly<Record<'hubspot' | 'warehouse', string>>,
  uuids: ModelUuids,
): Model[] {
  const make = (
    dataset: keyof typeof datasets,
    uuid: string,
    slug: string,
    original: string,
    more: Partial<Model> = {},
  ): Model => ({
    uuid,
    workspaceUuid,
    datasetUuid: datasets[dataset],
    slug,
    name: labelOf(slug),
    idColumnSlug: /^\w+/.exec(original)?.[0] ?? 'id',
    timeColumnSlug: 'created_at',
    columns: columns('original', original),
    additionalColumns: [],
    playsCount: 0,
    isPaused: false,
    ...more,
  });
  return [
    make(
      'hubspot',
      uuids.accounts,
      'accounts',
      `id:string name:string domain:string industry:string country:string employee_count:number annual_revenue:number
       lifecycle_stage:string is_customer:boolean owner_email:string created_at:date last_activity_at:date
       technologies:array billing:object raw:any`,
      {
        additionalColumns: columns(
          'custom',
          'fit_score:number fit_reason:string description_embedding:vector',
        ),
      },
    ),
    make(
      'hubspot',
      uuids.contacts,
      'contacts',
      `id:string account_id:string email:string first_name:string last_name:string job_title:string seniority:string
       lead_status:string opted_out:boolean created_at:date last_contacted_at:date address:object email_events:array`,
      { additionalColumns: columns('custom', 'intent_score:number'), playsCount: 1 },
    ),
    make(
      'hubspot',
      uuids.deals,
      'deals',
      `id:string account_id:string name:string pipeline:string stage:string amount:number is_won:boolean
       owner_email:string created_at:date close_date:date stage_changed_at:date`,
      { playsCount: 1 },
    ),
    make(
      'hubspot',
      uuids.tickets,
      'tickets',
      `id:string account_id:string subject:string status:string priority:string satisfaction:number created_at:date
       closed_at:date`,
    ),
    make('hubspot', uuids.crmUsers, 'users', 'id:string email:string full_name:string is_active:boolean', {
      name: 'CRM users',
      timeColumnSlug: null,
    }),
    make(
      'warehouse',
      uuids.productUsers,
      'users',
      `user_id:string email:string account_domain:string role:string is_admin:boolean signed_up_at:date
       last_seen_at:date preferences:object`,
      { name: 'Product users', timeColumnSlug: 'signed_up_at' },
    ),
    make(
      'warehouse',
      uuids.productEvents,
      'product_events',
      'event_id:string user_id:string account_domain:string event_name:string occurred_at:date properties:object',
      { timeColumnSlug: 'occurred_at' },
    ),
    make(
      'warehouse',
      uuids.subscriptions,
      'subscriptions',
      `subscription_id:string account_domain:string plan:string status:string mrr:number seats:number started_at:date
       renews_at:date items:array`,
      { timeColumnSlug: 'started_at' },
    ),
  ];
}
