import type { Value, ValueMap } from '../workflow/values.ts';
import { isFile, isMap, isStatic, isWrittenOut } from '../workflow/values.ts';

/** A text that stands in a file of its own. */
export interface TextFile {
  /** Relative to the top of the checkout. */
  readonly path: string;
  readonly text: string;
}

/** Texts of more lines than that go into files. */
const mostLines = 3;

/**
 * Moves the long texts of nodes (scripts, prompts and other texts of a config) into files beside the definition.
 * @param stem the definition's path without its ending
 * @param isTaken whether something is at a path already
 */
export function withTextFiles(
  nodes: readonly ValueMap[],
  stem: string,
  isTaken: (path: string) => boolean,
): { readonly nodes: readonly Value[]; readonly files: readonly TextFile[] } {
  const files: TextFile[] = [];
  const taken = new Set<string>();
  const move = (text: string, name: string, ending: string): Value => {
    const plain = name.replace(/[^A-Za-z0-9_.-]+/g, '-');
    let path = `${stem}.${plain}.${ending}`;
    for (let turn = 2; taken.has(path.toLowerCase()) || isTaken(path); turn += 1)
      path = `${stem}.${plain}-${String(turn)}.${ending}`;
    taken.add(path.toLowerCase());
    files.push({ path, text });
    return { file: path.slice(path.lastIndexOf('/') + 1) };
  };
  const inConfig = (value: Value, name: string): Value => {
    if (typeof value === 'string') return isLong(value) ? move(value, name, 'md') : value;
    if (Array.isArray(value))
      return (value as readonly Value[]).map((each, index) => inConfig(each, `${name}.${String(index + 1)}`));
    if (!isMap(value) || isStatic(value) || isWrittenOut(value) || isFile(value)) return value;
    return Object.fromEntries(
      Object.entries<Value>(value).map(([key, each]) => [key, inConfig(each, `${name}.${key}`)]),
    );
  };
  const inNode = (node: Value, around: string): Value => {
    if (!isMap(node)) return node;
    const id = node['id'] ?? node['slug'];
    const name = `${around}${typeof id === 'string' ? id : ''}`;
    return Object.fromEntries(
      Object.entries(node).map(([key, each]) => {
        if (key === 'config' && isMap(each))
          return [
            key,
            Object.fromEntries(
              Object.entries<Value>(each).map(([own, value]) => [own, inConfig(value, `${name}.${own}`)]),
            ),
          ];
        if (key === 'python' || key === 'script')
          return [
            key,
            typeof each === 'string' && isLong(each)
              ? move(each, name, key === 'python' ? 'py' : 'js')
              : each,
          ];
        if (key === 'group' && isMap(each) && Array.isArray(each['nodes']))
          return [
            key,
            { ...each, nodes: (each['nodes'] as readonly Value[]).map((inner) => inNode(inner, `${name}.`)) },
          ];
        return [key, each];
      }),
    );
  };
  return { nodes: nodes.map((node) => inNode(node, '')), files };
}

/** Whether a text is better read in a file, and comes back from there as it is. */
function isLong(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > mostLines && !text.includes('\r') && comesBack(text);
}

/** Whether a text that was written into a file is read as it was. */
export function comesBack(text: string): boolean {
  return !/[\0\uFEFF]/.test(text) && text.isWellFormed();
}
