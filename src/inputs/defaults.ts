/**
 * Every input with the value that an empty one has, in the order of `action.yml`, which a test holds this table to.
 * The runner fills in the defaults of `action.yml` by itself, but not for an input that is given as an empty text.
 */
export const defaults = {
  'api-token': '',
  plays: 'plays/**/*.{yml,yaml}',
  mode: 'auto',
  policy: 'create-only',
  variables: '',
  owner: '',
  'workspace-uuid': 'any',
  adopt: 'false',
  'on-removal': 'delete',
  'max-deletes': '5',
  'discard-drafts': 'false',
  reach: 'true',
  'allow-empty': 'false',
  parallelism: '4',
  timeout: '120',
  retries: '5',
  'base-url': 'https://api.getcargo.io/v1',
  comment: 'false',
  // the job's own token in action.yml: an expression that only the runner can fill in
  'github-token': '',
  'only-reviewed': 'false',
  'allow-stale': 'false',
  summary: 'true',
  pull: 'unmanaged',
  'pull-names': '*',
  'pull-to': 'plays',
} as const;

export type InputName = keyof typeof defaults;

/** The names of all inputs. */
export const inputNames = Object.keys(defaults) as readonly InputName[];
