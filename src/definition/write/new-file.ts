import type { FieldName } from '../fields.ts';
import { fieldNames } from '../fields.ts';
import { proposeId } from '../identity.ts';
import type { PlayId } from '../play-id.ts';
import { playSchema } from '../schema.ts';
import { fromGraph } from '../workflow/from-graph.ts';
import type { Graph } from '../workflow/graph.ts';
import type { Written } from '../workflow/kind.ts';
import { layOut } from './layout.ts';
import { withTextFiles } from './texts.ts';
import type { TextFile } from './texts.ts';
import { fieldInWords, literal, literally } from './words.ts';
import type { FileNames, LiveFields } from './words.ts';

/** A live play that is to have a definition. */
export interface NewPlay {
  readonly id: PlayId;
  /** The definition's path, relative to the top of the checkout. */
  readonly file: string;
  /** Whether the definition gives its id: not where its file's name does. */
  readonly isIdWritten: boolean;
  readonly modelUuid: string;
  readonly fields: LiveFields;
  /** What is deployed; null where nothing is, or where it is left to the web page. */
  readonly graph: Graph | null;
  /** Null where that is left to the web page. */
  readonly enabled: boolean | null;
  /** Whether its ownership line protects it. */
  readonly isProtected: boolean;
}

const schemaLine =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/cargo-plays/v1/dist/play.schema.json';

/**
 * Writes a live play as a person would have: the inverse of parsing and resolving.
 * @param isTaken whether something is at the path of a text already
 * @returns the definition, and the texts in files beside it; null where the graph can't be said in the short form
 */
export function newFiles(
  { id, file, isIdWritten, modelUuid, fields, graph, enabled, isProtected }: NewPlay,
  names: FileNames & Written,
  isTaken: (path: string) => boolean,
): readonly [TextFile, ...TextFile[]] | null {
  const stem = `${file.slice(0, file.lastIndexOf('/') + 1)}${id}`;
  const short = graph === null ? [] : fromGraph(graph, names);
  if (short === null) return null;
  const { nodes, files } = withTextFiles(short, stem, isTaken);
  const model = names.model(modelUuid);
  const written: Record<string, unknown> = {
    ...(isIdWritten ? { id } : {}),
    ...(model === undefined ? { modelUuid } : { model: literal(model) }),
    ...inWords(fields, names),
    ...(graph === null ? {} : { workflow: { nodes: literally(nodes) } }),
    ...(enabled === null ? {} : { enabled }),
    ...(isProtected ? { protect: true } : {}),
  };
  const text = layOut(Object.fromEntries(inSchemaOrder(Object.entries(written))));
  return [{ path: file, text: `${schemaLine}\n${text}\n` }, ...files];
}

function inWords(fields: LiveFields, names: FileNames): Record<string, unknown> {
  return Object.fromEntries(
    fieldNames.flatMap((field: FieldName) => {
      const found = fieldInWords(field, fields[field], names);
      return found === null ? [] : [found];
    }),
  );
}

const order = new Map(Object.keys(playSchema.shape).map((key, index) => [key, index]));

/** Where the schema puts a key; what it doesn't know comes last. */
export function placeInSchema(key: string): number {
  return order.get(key) ?? order.size;
}

function inSchemaOrder(entries: [string, unknown][]): [string, unknown][] {
  return entries.sort(([one], [other]) => placeInSchema(one) - placeInSchema(other));
}

/**
 * An id for a new definition, from the play's name: of `a-z`, `0-9` and `-`.
 * @param reservedIds names that no play can have as its id
 * @param isTaken whether another play, or a file, has it
 */
export function idFor(
  name: string,
  reservedIds: readonly string[],
  isTaken: (id: string) => boolean,
): PlayId {
  const stem = proposeId(name, reservedIds).replace(/_+/g, '-').slice(0, 90).replace(/-+$/, '');
  let id = stem;
  for (let turn = 2; isTaken(id); turn += 1) id = `${stem}-${String(turn)}`;
  return id as PlayId;
}
