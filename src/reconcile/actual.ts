import type { LiveOn } from '../definition/fields.ts';

/** A play's uuid in Cargo: its only identity there ([doc]: a play has no slug). */
export type PlayUuid = string & { readonly __brand: 'PlayUuid' };

/** A play as a list or an answer has it: only what matching needs is decoded. What can't be read is null, or empty. */
export interface PlayRow {
  readonly uuid: PlayUuid;
  readonly workspaceUuid: string | null;
  readonly workflowUuid: string | null;
  readonly segmentUuid: string | null;
  readonly modelUuid: string;
  readonly name: string;
  readonly description: string | null;
  /** Set on a play that was deleted; such a play does not exist for us. */
  readonly deletedAt: string | null;
  /** Whether it says its name and model, so that it can be told from others by them. */
  readonly isReadable: boolean;
  /** Whether it says anything of its description: an answer that leaves it out does not say that it is empty. */
  readonly isDescribed: boolean;
  /** Decodes it in full; throws an ApiError (`unreadable-answer`) that names what is missing. */
  readonly read: () => Play;
}

/** A play as an answer describes it in full ([doc]: "Create play"). */
export interface Play extends PlayRow, LiveOn<'play'> {
  readonly isEnabled: boolean | null;
}

/** A segment as the list answers it; a play's filter, sort, limit and tracked columns live there ([pub]). */
export interface SegmentRow {
  readonly uuid: string;
  /** Decodes the row in full; throws as a play's row does. */
  readonly read: () => Segment;
}

/** The segments of a list, by their uuids as answers spell them. */
export interface ListedSegments {
  get: (uuid: string) => SegmentRow | undefined;
}

/** What a play's own segment says; null where it says nothing. */
export interface Segment extends LiveOn<'segment'> {
  readonly uuid: string;
  /** How many records it holds ([pub]). */
  readonly recordsCount: number | null;
}

/** The body of a create, exactly as it is sent ([doc]). */
export type CreateBody = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly modelUuid: string;
};

/** The body of an update: the fields that differ, `null` to clear one ([pub]). */
export type UpdateBody = Readonly<Record<string, unknown>>;

/** How a list request is limited. */
export interface LookOptions {
  /** Milliseconds that it may take, repeats and waiting included. */
  readonly withinMs?: number;
  /** Lets it through although the run was cancelled: one request may be so. */
  readonly afterCancel?: boolean;
}

/** What reconciling reads of Cargo. Every method that asks Cargo rejects with an ApiError. */
export interface PlayReader {
  listPlays: (options?: LookOptions) => Promise<readonly PlayRow[]>;
  listSegments: (options?: LookOptions) => Promise<ListedSegments>;
  getSegment: (uuid: string) => Promise<SegmentRow>;
}

/**
 * What reconciling writes to Cargo. The `certainty` of an ApiError says whether the write may have happened. What a
 * create answers may be about another play; what an update answers is about the one that was updated.
 */
interface PlayWriter {
  createPlay: (body: CreateBody) => Promise<PlayRow>;
  updatePlay: (uuid: PlayUuid, body: UpdateBody) => Promise<PlayRow>;
  deletePlay: (uuid: PlayUuid) => Promise<void>;
}

/** What `apply` gets, and nothing else does. */
export type PlayApi = PlayReader & PlayWriter;

/** A live play with what its segment says: everything that a definition can be compared with. */
export interface ActualPlay {
  readonly play: Play;
  readonly segment: Segment | null;
}
