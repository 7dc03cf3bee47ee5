// The things of a workspace, as the API's answers show them.

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
type Filter = Record<string, unknown>;
export type Schedule = Record<string, unknown>;
interface SortKey {
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

/** What a create or an update can set, on the play and on its segment. */
export interface PlayChanges {
  name?: string;
  description?: string | null;
  changeKinds?: string[];
  runCreationRule?: string;
  schedule?: Schedule | null;
  folderUuid?: string | null;
  isEnabled?: boolean;
  healthThreshold?: number | null;
  healthAlertActions?: unknown[];
  filter?: Filter;
  sort?: SortKey[] | null;
  limit?: number | null;
  trackingColumnSlugs?: string[] | null;
}

/** A play to be made; what is left out takes the service's default. */
export type NewPlay = PlayChanges & {
  uuid?: string;
  workflowUuid?: string;
  segmentUuid?: string;
  modelUuid?: string;
};

/** What a workspace begins with. */
export interface Seed {
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly datasets: readonly Dataset[];
  readonly models: readonly Model[];
  readonly folders: readonly Folder[];
  readonly segments: readonly Segment[];
  readonly plays: readonly NewPlay[];
  /** The records of each model, by its uuid. */
  readonly records: Readonly<Record<string, Row[]>>;
  /** How records of two models belong together: equal values in these columns, looked up both ways. */
  readonly relations: readonly {
    readonly models: readonly [string, string];
    readonly columns: readonly [string, string];
  }[];
}

/** The node graph behind a play: a draft, or what was deployed of it. */
export interface Release {
  uuid: string;
  workspaceUuid: string;
  workflowUuid: string;
  status: 'draft' | 'deployed';
  nodes: unknown[];
  formFields: unknown;
  description: string | null;
  createdAt: string;
  updatedAt: string;
  deployedAt: string | null;
}
