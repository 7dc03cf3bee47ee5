import type { FieldsOn, PlayChanges } from './play-fields.ts';

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

/** A play as answers show it ([doc]); filter, sort, limit and tracked columns are on its segment ([pub]). */
export interface Play extends FieldsOn<'play'> {
  uuid: string;
  workspaceUuid: string;
  workflowUuid: string;
  userUuid: string;
  modelUuid: string;
  segmentUuid: string;
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
}

/** What the last look at a segment's records found ([pub]). */
interface LastChange {
  totalRecordsCount: number;
  addedRecordsCount: number;
  updatedRecordsCount: number;
  removedRecordsCount: number;
  unchangedRecordsCount: number;
  createdAt: string;
}

/** A segment as the segments list answers it ([pub]). */
export interface Segment extends FieldsOn<'segment'> {
  uuid: string;
  workspaceUuid: string;
  modelUuid: string;
  fromPlay: boolean;
  /** How many records the segment held when it was counted last: when it was made or changed. */
  recordsCount: number;
  lastChange: LastChange | null;
  createdAt: string;
  updatedAt: string;
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
  readonly connectors: readonly Connector[];
  readonly integrations: readonly Integration[];
  readonly tools: readonly Tool[];
  readonly agents: readonly Agent[];
  /** What was built in the web page, by the workflow's uuid: each release that was deployed, oldest first, and the draft after them. */
  readonly workflows: Readonly<
    Record<
      string,
      { readonly deployed: readonly (readonly unknown[])[]; readonly draft?: readonly unknown[] }
    >
  >;
  /** The records of each model, by its uuid. */
  readonly records: Readonly<Record<string, Row[]>>;
  /** How records of two models belong together: equal values in these columns, looked up both ways. */
  readonly relations: readonly {
    readonly models: readonly [string, string];
    readonly columns: readonly [string, string];
  }[];
}

/** The node graph behind a play or a tool: a draft, or what was deployed of it ([pub]). */
export interface Release {
  uuid: string;
  workspaceUuid: string;
  workflowUuid: string;
  userUuid: string;
  status: 'draft' | 'deployed';
  /** `1.0.0`, `1.0.1` …; null for a draft. */
  version: string | null;
  nodes: unknown[];
  formFields: unknown;
  testRecords: unknown;
  description: string | null;
  createdAt: string;
  updatedAt: string;
  deployedAt: string | null;
}

/** A connection to another service, as the connectors list answers it ([pub]). */
export interface Connector {
  uuid: string;
  workspaceUuid: string;
  slug: string;
  name: string;
  integrationSlug: string;
  isDefault: boolean;
  useCredits: boolean;
  /** The customer's credentials. */
  config: Record<string, unknown>;
}

/** What a node of an integration can do ([pub]). */
export interface IntegrationAction {
  name: string;
  description: string;
  config: { jsonSchema: Record<string, unknown> };
  /** The exits of a node with this action, where it has more than one. */
  children?: { name: string }[];
  output?: { schema: Record<string, unknown> };
}

/** Another service that workflows can use ([pub]). */
export interface Integration {
  slug: string;
  name: string;
  /** By slug. */
  actions: Record<string, IntegrationAction>;
}

/** A workflow that other workflows call ([pub]). It has no slug. */
export interface Tool {
  uuid: string;
  workspaceUuid: string;
  name: string;
  workflowUuid: string;
}

/** A saved agent ([pub]). It has no slug. */
export interface Agent {
  uuid: string;
  workspaceUuid: string;
  name: string;
}
