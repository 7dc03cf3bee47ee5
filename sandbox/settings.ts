/** A node that fails when it runs: on one record, or on each. */
export interface NodeFailure {
  nodeSlug: string;
  recordId?: string;
  message: string;
}

/** How strict, and how far along, the service is. Tests change these while the sandbox runs. */
export interface Settings {
  /** Requests that the token may not make (403), matched against `<method> <path>`, such as `GET /storage/models/list`. */
  forbidden: RegExp[];
  /** Whether the list of plays still shows deleted ones, with `deletedAt` set. */
  listDeletedPlays: boolean;
  /** Whether the list of segments holds the plays' own. */
  listPlaySegments: boolean;
  /** Condition kinds and schedule types that the service takes, though the reference doesn't know them yet. */
  newKinds: Set<string>;
  /** How many characters of a description the service keeps. */
  descriptionLength: number;
  /** How the three paths of drafts are spelt: `/releases/draft`, or `/releases/getDraft` as it was before. */
  releasePaths: 'draft' | 'getDraft';
  /** Whether a second folder of a name is made at one place, and not refused as `duplicateName`. */
  doubleFolders: boolean;
  /** Nodes that fail in the batches that are made from now on. */
  nodeFailures: NodeFailure[];
  /** Why batches that are made from now on end as `error`, once they should run; null where they don't. */
  batchError: string | null;
  /** Milliseconds from a batch's beginning to its first run, for each run, and for a cancel to take effect. */
  batchMs: { start: number; run: number; cancel: number };
  /** Credits in the workspace when it began; what batches used is taken off. */
  credits: number;
  /** Milliseconds before each request is handled. */
  latencyMs: number;
}

/** The service as the reference describes it. */
export function defaultSettings(): Settings {
  return {
    forbidden: [],
    listDeletedPlays: false,
    listPlaySegments: true,
    newKinds: new Set(),
    descriptionLength: Infinity,
    releasePaths: 'draft',
    doubleFolders: false,
    nodeFailures: [],
    batchError: null,
    batchMs: { start: 900, run: 300, cancel: 600 },
    credits: Infinity,
    latencyMs: 0,
  };
}
