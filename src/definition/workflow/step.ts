import type { Path, Place } from '../diagnostic.ts';
import type { Finding } from '../findings.ts';
import type { Span } from '../inside.ts';
import type { Common, Target } from './short.ts';
import type { Value, ValueMap } from './values.ts';

/** One way out of a node as the file has it. */
export interface Exit {
  /** What the flowchart and messages call it; empty where there is only one. */
  readonly label: string;
  readonly path: Path;
  /** Undefined where the file leaves it out: the next node of the list. */
  readonly target: Target | undefined;
}

/** A place where expressions may stand, with all that is below it. */
export interface Root {
  readonly path: Path;
  readonly value: Value;
  /** Whether a text without braces is an expression all the same. */
  readonly bare: boolean;
}

/** What a node does, by names: uuids come from the workspace. */
export type Doing =
  | { readonly kind: 'native'; readonly action: string }
  | {
      readonly kind: 'connector';
      readonly connector: string | undefined;
      readonly connectorUuid: string | undefined;
      readonly integration: string | undefined;
      readonly action: string;
    }
  | {
      readonly kind: 'tool' | 'agent';
      readonly name: string | undefined;
      readonly uuid: string | undefined;
      readonly template: string | undefined;
      readonly releaseUuid: string | undefined;
      readonly waitUntilFinished: boolean | undefined;
    };

/** What later nodes can read of a node, as far as that is known ([pub]). */
export type Output =
  | { readonly kind: 'anything' }
  | { readonly kind: 'fields'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'below'; readonly field: 'answer' | 'result'; readonly schema: Value | undefined }
  | { readonly kind: 'list' };

/** What the keys of one kind say of a node. */
export interface Made {
  readonly doing: Doing;
  /** The node's config, with texts and Templates as the file has them; a group's nodes are not in it. */
  readonly config: ValueMap;
  readonly exits: readonly Exit[];
  readonly roots: readonly Root[];
  readonly output: Output;
  /** A group's nodes. */
  readonly inner: readonly Step[] | null;
}

/** A node as the file has it, read and checked by itself. */
export interface Step extends Common, Made {
  /** What exits call it: its slug unless the file gives an `id`. */
  readonly id: string;
  /** The key that says what it does. */
  readonly key: string;
  /** Where it stands in the document that holds the workflow. */
  readonly path: Path;
}

/** A finding that may be about a part of a text. */
export type TextFinding = Omit<Finding, 'part'> & { readonly part: Finding['part'] | Span };

/** A column of the record that an expression reads. */
export interface Column {
  readonly column: string;
  readonly path: Path;
  readonly span: Span;
}

/** Finds the place of a value, of its key, or of some of its characters. */
export type WorkflowPlace = (path: Path, part?: 'key' | 'value' | Span) => Place;

/** The workflow of a definition, read and checked offline. */
export interface Workflow {
  readonly steps: readonly Step[];
  /** Where the list of nodes stands. */
  readonly path: Path;
  /** The columns of the record that expressions read. */
  readonly columns: readonly Column[];
  readonly place: WorkflowPlace;
}
