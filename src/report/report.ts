import type { Diagnostic } from '../definition/diagnostic.ts';
import type { Graph } from '../definition/workflow/graph.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Release } from '../reconcile/workflow/actual.ts';
import type { GraphDifferences } from '../reconcile/workflow/equal.ts';
import type { TextFile } from '../definition/write/texts.ts';
import type { Reach } from '../reconcile/reach.ts';
import type { Review } from '../reconcile/review.ts';
import type { TrialOutcome } from '../reconcile/workflow/trial.ts';
import type { Policy } from '../reconcile/policy.ts';
import type { Mode } from './modes.ts';

/** A field that differs, by its key in the file, as values that the file would hold. */
export interface FileDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A play that was pulled into files. */
export interface PulledPlay {
  /** A new definition, or one that was edited. */
  readonly kind: 'new' | 'edited';
  /** The definition first, then the texts beside it. */
  readonly files: readonly [string, ...string[]];
  readonly name: string;
  readonly uuid: string;
  readonly url: string | null;
}

/** A play as it was before this run changed it, as `pull` would have written it. */
export interface Before {
  /** Where the definition goes: where it stands now, or for a deleted play a new file. */
  readonly file: string;
  /** Null where it can't be written as a definition. */
  readonly text: string | null;
  /** The scripts and prompts that the definition names. */
  readonly files: readonly TextFile[];
  /** What it lacks and what to correct in it, as sentences. */
  readonly notes: readonly string[];
}

/** What was to be done with a play. */
export type Action = 'create' | 'adopt' | 'update' | 'delete' | 'disable' | 'release' | 'none';

/** How it ended. `planned` is plan mode's word for what a merge would do. */
export type Status =
  'valid' | 'planned' | 'applied' | 'unchanged' | 'drifted' | 'refused' | 'failed' | 'not-attempted';

/** How a change ended, or would end. */
export interface Ending {
  readonly status: Status;
  readonly play: PlayRow | null;
  readonly error: string | null;
  readonly note: string | null;
}

/** What became of the workflow of a play, where its definition says anything of it. */
export interface WorkflowReport {
  readonly change: 'none' | 'deploy' | 'drifted';
  readonly switched: 'none' | 'enable' | 'disable' | 'drifted';
  /** Whether the definition wants the play on; null where it leaves that to the web page. */
  readonly wantsOn: boolean | null;
  /** Whether this run deployed it. */
  readonly isDeployed: boolean;
  /** What is deployed now: by this run, or before it. */
  readonly releaseUuid: string | null;
  readonly version: string | null;
  /** The graph that is deployed, and the one of the definition; both empty where nothing differs. */
  readonly before: Graph;
  readonly after: Graph;
  /** Null where nothing differs. */
  readonly differences: GraphDifferences | null;
  /** A draft of somebody else's that was replaced, or would be, kept for whoever misses it. */
  readonly discarded: Release | null;
}

/** One play as people and the steps after us see it; what is not known is null. */
export interface PlayReport {
  readonly id: string;
  /** Null for a play that is to be deleted, disabled or released: no definition is left. */
  readonly file: string | null;
  readonly line: number | null;
  readonly name: string;
  readonly uuid: string | null;
  readonly workflowUuid: string | null;
  readonly segmentUuid: string | null;
  readonly modelUuid: string | null;
  readonly workspaceUuid: string | null;
  /** Its page in Cargo's web interface ([pub]); null where it no longer has one. */
  readonly url: string | null;
  readonly action: Action;
  readonly status: Status;
  /** Why it was refused, failed or not attempted; for the others null. */
  readonly error: string | null;
  /** The model as a person knows it: its slug or name, else its uuid. */
  readonly model: string;
  /** The schedule as a definition says it (a `type` and its fields), or null. */
  readonly schedule: Readonly<Record<string, unknown>> | null;
  /** Field by field, what is in the workspace and what the definition says, both in the words of the file. */
  readonly differences: readonly FileDifference[];
  /** What differs in the fields that the definition leaves to the web page; no drift, and never changed. */
  readonly ignored: readonly FileDifference[];
  /** What makes this play run more or on more records than before, in sentences. */
  readonly impact: readonly string[];
  /** The ids of the plays it waits for. */
  readonly waitsFor: readonly string[];
  /** A warning about it, or null. */
  readonly note: string | null;
  /** What became of its workflow; null where its definition leaves that to the web page. */
  readonly workflow: WorkflowReport | null;
  /** How the trial of its workflow ended; null where there was none. */
  readonly trial: TrialOutcome | null;
  /** How many records it is about; null where that wasn't counted. */
  readonly reach: Reach | null;
  /** Whether it is on after the run; null where that isn't known. */
  readonly enabled: boolean | null;
  /** Whether the run surely changed it in Cargo, be it that only a part of its change was done. */
  readonly isWritten: boolean;
  /** As it was before the run changed or deleted it; null where the run did neither. */
  readonly before: Before | null;
}

/** A play without a definition, which this run leaves alone. */
export interface Orphan {
  /** As its ownership line says. */
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly model: string;
  readonly url: string | null;
  readonly isProtected: boolean;
  /** What would remove it, as a sentence. */
  readonly note: string;
}

export interface Counts {
  readonly create: number;
  readonly adopt: number;
  readonly update: number;
  readonly delete: number;
  /** Plays without a definition that were switched off, or given up. */
  readonly disable: number;
  readonly release: number;
  readonly none: number;
  readonly drifted: number;
  readonly refused: number;
  readonly failed: number;
  readonly notAttempted: number;
  /** How many workflows were deployed, and how many plays switched on; in `plan` mode, would be. */
  readonly deploy: number;
  readonly enable: number;
}

/** A folder that a definition names and that did not exist before the run. */
export interface FolderReport {
  /** Its names from the top: `GTM / Scoring`. */
  readonly path: string;
  /** `found`: somebody else made it during the run. */
  readonly status: 'planned' | 'created' | 'found' | 'failed' | 'not-attempted';
  readonly uuid: string | null;
  readonly note: string | null;
}

/** Everything a run has to tell; all that people and later steps see is rendered from this. */
export interface Report {
  readonly mode: Mode;
  readonly policy: Policy;
  /** Null where `owner: none` was asked for. */
  readonly owner: string | null;
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  /** What went wrong with the run as a whole (not with one definition or play), as sentences. */
  readonly problems: readonly string[];
  /** What to look at about the run as a whole, but nothing that fails it, as sentences. */
  readonly warnings: readonly string[];
  /** What to know about the run as a whole, nothing wrong. */
  readonly notices: readonly string[];
  /** Whether a plan was made; without one nobody knows what a merge would do. */
  readonly isPlanned: boolean;
  /** Plays in definition order, then those without a definition that are to be removed, by id. */
  readonly plays: readonly PlayReport[];
  /** The folders that are new, parents first. */
  readonly folders: readonly FolderReport[];
  /** What `pull` wrote, in the order in which Cargo lists the plays. */
  readonly pulled: readonly PulledPlay[];
  /** Plays of this owner without a definition, which stay in the workspace. */
  readonly orphans: readonly Orphan[];
  /** Whether this run was to apply, and only planned because its branch has moved on. */
  readonly isStale: boolean;
  /** How the plan differs from the reviewed one; null unless that is why nothing was written. */
  readonly review: Pick<Review, 'deviations' | 'counts'> | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: Counts;
  readonly workspaceUuid: string | null;
  /** For links to source lines: `https://github.com`, `owner/name`, a commit; null where not on GitHub. */
  readonly source: {
    readonly serverUrl: string;
    readonly repository: string;
    readonly commit: string;
  } | null;
}
