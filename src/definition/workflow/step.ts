import type { Path, Place } from '../diagnostic.ts';
import type { Finding } from '../findings.ts';
import type { Span } from '../inside.ts';
import type { Made } from './kind.ts';
import type { Common } from './short.ts';

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
