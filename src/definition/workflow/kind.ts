import * as z from 'zod/mini';
import type { Path } from '../diagnostic.ts';
import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { strict } from '../shapes.ts';
import { explain } from './explain.ts';
import type { Json, Node } from './graph.ts';
import { commonShape } from './short.ts';
import type { Common, Target } from './short.ts';
import type { Made, Step } from './step.ts';
import type { Value, ValueMap } from './values.ts';

/** What a kind needs while it reads a node. */
export interface Making {
  /** Where the node stands. */
  readonly path: Path;
  /** Reads a list of nodes inside the node. */
  readonly readNodes: (nodes: readonly unknown[], path: Path) => readonly Step[];
  readonly report: (finding: Finding) => void;
}

/** The names of what has a uuid; undefined where there is none, or several have it. */
export interface Written {
  readonly connector: (uuid: string | null, integration: string | null) => string | undefined;
  readonly tool: (uuid: string) => string | undefined;
  readonly agent: (uuid: string) => string | undefined;
}

/** What a kind needs to write a node: exits as the ids of nodes, undefined where the next node follows anyway. */
export interface Writing {
  readonly targets: readonly (Target | undefined)[];
  /** The same with every id written out. */
  readonly explicit: readonly Target[];
  readonly names: Written;
  /** A group's nodes in the short form; null where they are not nodes. */
  readonly writeNodes: (nodes: Json | undefined) => Value | null;
}

/** A kind of node: one row of the table. */
export interface Kind {
  /** The keys that say that a node is of this kind; the first one names it. */
  readonly keys: readonly [string, ...string[]];
  readonly schema: z.ZodMiniType;
  /** Reads a node; null where its shape is wrong, which is reported. */
  readonly read: (raw: Value, making: Making) => { readonly common: Common; readonly made: Made } | null;
  /**
   * A node's keys but the common ones; null where this kind can't say it. Of a native node, a key of the config that is
   * not said is found afterwards: what was written is read again and compared.
   */
  readonly write: (node: Node, writing: Writing) => ValueMap | null;
  /** Whether `next` is its one exit. */
  readonly single: boolean;
}

/** The parts of a row; `Shape` are the keys of the kind, beside the common ones. */
export interface Row<Shape extends z.core.$ZodShape> {
  readonly keys: readonly [string, ...string[]];
  /** What a node of this kind is called in messages. */
  readonly called: string;
  readonly shape: Shape;
  /** What to say of `next`, where the kind has exits of its own. */
  readonly insteadOfNext?: string;
  /** What to say, and at which key, where a whole node is written in a way that this kind does not have. */
  readonly misread?: (raw: Value) => { readonly key: string; readonly message: string } | null;
  readonly make: (fields: z.infer<z.ZodMiniObject<Shape>>, making: Making) => Made;
  readonly write: Kind['write'];
  readonly single: boolean;
}

/** Makes a kind from its row. */
export function kindOf<Shape extends z.core.$ZodShape>(row: Row<Shape>): Kind {
  const schema = strict(row.called, { ...commonShape, ...row.shape });
  return {
    keys: row.keys,
    schema,
    single: row.single,
    write: row.write,
    read: (raw, making) => {
      const { data, error } = schema.safeParse(raw);
      if (error !== undefined) {
        const misread = row.misread?.(raw) ?? null;
        if (misread !== null) {
          making.report(wrong('wrong-type', [...making.path, misread.key], misread.message));
          return null;
        }
        const elsewhere = (key: string): string | undefined =>
          key === 'next' ? row.insteadOfNext : undefined;
        for (const finding of explain(error.issues, raw, making.path, elsewhere)) making.report(finding);
        return null;
      }
      // the compiler does not see that an object of two shapes has the keys of both
      const fields = data as Common & z.infer<z.ZodMiniObject<Shape>>;
      return { common: commonOf(fields), made: row.make(fields, making) };
    },
  };
}

/** The keys that every node may have, without those of its kind. */
function commonOf({ slug, id, name, description, retry, onFailure, position }: Common): Common {
  return { slug, id, name, description, retry, onFailure, position };
}
