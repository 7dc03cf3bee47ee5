import { below } from '../diagnostic.ts';
import type { Path } from '../diagnostic.ts';
import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { kindOf as wordFor } from '../words.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { commonShape } from './short.ts';
import type { Step } from './step.ts';
import { isMap, isStatic, isWrittenOut } from './values.ts';
import type { Value } from './values.ts';

/** The nodes of a workflow as they were read. */
export interface Read {
  readonly steps: readonly Step[];
  /** Whether each node, also those in groups, could be read; of one that could not, a step has the slug alone. */
  readonly whole: boolean;
  /** Whether the slug of each node is known. */
  readonly named: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Reads the nodes of a workflow, each by itself: how they go together is for `checkShape`.
 * @param nodes plain data, in which references to plays are Templates and `{ file }` has its text already
 * @param path where the list stands
 */
export function readNodes(nodes: readonly unknown[], path: Path): Read {
  const findings = empties(nodes as readonly Value[], path);
  const told = new Set(findings.map((each) => JSON.stringify(each.path)));
  let whole = findings.length === 0;
  let named = true;
  const report = (finding: Finding): void => {
    // an empty value is wrong in one way only
    if (told.has(JSON.stringify(finding.path))) return;
    findings.push(finding);
    whole &&= finding.severity !== 'error';
  };
  const list = (each: readonly unknown[], here: Path): readonly Step[] =>
    each.flatMap((node, index) => {
      const at = below(here, index);
      const step = readNode(node as Value, at, list, report) ?? unread(node as Value, at);
      named &&= step !== null;
      return step === null ? [] : [step];
    });
  const steps = list(nodes, path);
  return { steps, whole, named, findings };
}

/** What stands for a node that can't be read, so that others may name it; null where it has no slug. */
function unread(node: Value, path: Path): Step | null {
  if (!isMap(node)) return null;
  const { slug, id } = node;
  if (typeof slug !== 'string' || slug === '') return null;
  return {
    slug,
    id: typeof id === 'string' ? id : slug,
    key: '',
    path,
    doing: { kind: 'native', action: '' },
    config: {},
    exits: [],
    roots: [],
    output: { kind: 'anything' },
    inner: null,
  };
}

function readNode(
  node: Value,
  path: Path,
  list: (nodes: readonly unknown[], path: Path) => readonly Step[],
  report: (finding: Finding) => void,
): Step | null {
  // an entry that was left empty is already reported
  if (node === null) return null;
  if (!isMap(node)) {
    report(
      wrong('wrong-type', path, `A node must be a mapping of keys to values, but this is ${wordFor(node)}.`),
    );
    return null;
  }
  const kind = kindAt(node, path, report);
  if (kind === null) return null;
  const read = kind.read(node, { path, readNodes: list, report });
  if (read === null) return null;
  const { common, made } = read;
  return { ...common, ...made, id: common.id ?? common.slug, key: kind.keys[0], path };
}

/** What other tools call the kinds. */
const otherWords = new Map([
  ['if', 'branch'],
  ['condition', 'branch'],
  ['case', 'switch'],
  ['wait', 'delay'],
  ['sleep', 'delay'],
  ['foreach', 'group'],
  ['loop', 'group'],
  ['set', 'variables'],
  ['code', 'script'],
  ['javascript', 'script'],
]);

const isCommon = (key: string): boolean => Object.hasOwn(commonShape, key);

const byKey = new Map(kinds.flatMap((kind) => kind.keys.map((key) => [key, kind])));

/** The kind of a node, by the one key that says it. */
function kindAt(node: object, path: Path, report: (finding: Finding) => void): Kind | null {
  const found = new Set(Object.keys(node).flatMap((key) => byKey.get(key) ?? []));
  const [kind, other] = found;
  if (kind !== undefined && other === undefined) return kind;
  if (kind === undefined) {
    const known = kinds.flatMap(({ keys }) => keys);
    const meantBy = (key: string): string | undefined =>
      otherWords.get(key.toLowerCase()) ?? nearest(key, known);
    if ('connectorUuid' in node) {
      const message =
        'A `connectorUuid` needs `integration`, the slug of the service that it connects to. Or name the connector with `connector`.';
      report({ ...wrong('wrong-node', [...path, 'connectorUuid'], message), part: 'key' });
      return null;
    }
    const misspelt = Object.keys(node).find((key) => !isCommon(key) && meantBy(key) !== undefined);
    if (misspelt !== undefined) {
      const meant = meantBy(misspelt) ?? '';
      const message = `"${misspelt}" is not a key of a node. Did you mean "${meant}"?`;
      report({ ...wrong('wrong-node', [...path, misspelt], message), part: 'key' });
      return null;
    }
    const message = `This node does nothing. Add one of these keys: ${kinds.map(({ keys }) => keys[0]).join(', ')}.`;
    report(wrong('wrong-node', path, message));
    return null;
  }
  const keys = kinds
    .filter((each) => found.has(each))
    .map((each) => each.keys.find((key) => key in node) ?? '');
  const message = `A node can have only one of ${keys.map((key) => `"${key}"`).join(' and ')}. Make a separate node for each.`;
  report({ ...wrong('wrong-node', [...path, keys[1] ?? ''], message), part: 'key' });
  return null;
}

/** What may be meant by a value that was left empty: null only where a node takes any value. */
function instead(path: Path): string {
  const [list, index, key] = path.slice(-3);
  if (list !== 'nodes' || typeof index !== 'number')
    return ' If it begins with "#", put quotes around it. For null, write `{ kind: static, value: null }`.';
  if (key === 'end') return ' For an end without values, write `end: {}`.';
  return key === 'config' || key === 'variables' || key === 'group'
    ? ' If its keys are on the lines below, indent them.'
    : '';
}

/** Values that were left empty; inside what is taken as written, null is a value. */
function empties(nodes: readonly Value[], top: Path): Finding[] {
  const found: Finding[] = [];
  // one list for all places, copied for what is found
  const path = [...top];
  const walk = (value: Value): void => {
    if (value === null) {
      const last = path.at(-1);
      const name = typeof last === 'string' ? `"${last}"` : 'This list entry';
      const message = `${name} has no value. Add one, or remove it.${instead(path)}`;
      found.push(wrong('empty-value', [...path], message));
    } else if (Array.isArray(value)) inside((value as readonly Value[]).entries());
    else if (isMap(value) && !isStatic(value) && !isWrittenOut(value)) {
      const entries: [string, Value][] = Object.entries(value);
      const [[key, only] = ['', ''], more] = entries;
      // `{nodes.x}` is a mapping whose one key has no value
      if (more === undefined && only === null && /^\s*(nodes|parentNodes)\b/.test(key)) {
        const message = `An expression has two braces on each side, and quotes around them. Write '{{${key}}}'.`;
        found.push(wrong('wrong-braces', [...path], message));
      } else inside(entries);
    }
  };
  const inside = (entries: Iterable<[string | number, Value]>): void => {
    for (const [key, each] of entries) {
      path.push(key);
      walk(each);
      path.pop();
    }
  };
  walk(nodes);
  return found;
}
