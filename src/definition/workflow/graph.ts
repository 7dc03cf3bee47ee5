/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How often and how soon a node that failed is tried again ([pub]). */
export interface Retry {
  readonly maximumAttempts?: number;
  readonly initialInterval?: number;
  readonly backoffCoefficient?: number;
}

interface NodeBase {
  /** A v4 uuid, unique in its graph ([pub]). */
  readonly uuid: string;
  /** `[a-zA-Z0-9_]`; may stand at several nodes of a graph, and `nodes.<slug>` is ambiguous then ([pub]). */
  readonly slug: string;
  readonly name?: string;
  readonly description?: string;
  /** A group's own graph is `_nodes` in it ([pub]). */
  readonly config: JsonObject;
  /** Where each exit leads; null where it leads nowhere. Its length is fixed by the action ([pub]). */
  readonly childrenUuids: readonly (string | null)[];
  /** Whether the run goes on when this node fails, and where to; null is to the first child ([pub]). */
  readonly fallbackOnFailure: boolean;
  readonly fallbackChildUuid: string | null;
  /** Where the web page draws it; never a difference ([pub]). */
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly retry: Retry | null;
}

/** What a node does, and the fields that go with it ([pub]). */
export type NodeAction =
  | { readonly kind: 'native'; readonly actionSlug: string }
  | {
      readonly kind: 'connector';
      readonly integrationSlug: string;
      readonly actionSlug: string;
      readonly connectorUuid: string | null;
    }
  | {
      readonly kind: 'tool';
      readonly toolUuid: string | null;
      readonly templateSlug: string | null;
      readonly releaseUuid: string | null;
      readonly waitUntilFinished: boolean | null;
    }
  | {
      readonly kind: 'agent';
      readonly agentUuid: string | null;
      readonly templateSlug: string | null;
      readonly releaseUuid: string | null;
      readonly waitUntilFinished: boolean | null;
    };

/** A step of a workflow as the API has it ([pub]). */
export type Node = NodeBase & NodeAction;

/** A workflow's nodes, its `start` among them; their order means nothing. */
export type Graph = readonly Node[];
