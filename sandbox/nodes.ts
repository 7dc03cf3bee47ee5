import { isObject, isTexts } from './values.ts';

/** What is wrong with a workflow's nodes; `node` is the index in the list, null for the list itself. */
export interface NodeProblem {
  readonly node: number | null;
  readonly message: string;
}

/** Checks a node graph's form: each node's uuid, slug and kind, slugs that are unique, children that exist. */
export function nodeProblems(nodes: unknown): NodeProblem[] {
  if (!Array.isArray(nodes) || nodes.length === 0)
    return [{ node: null, message: 'nodes must be a list that is not empty' }];
  const list: readonly unknown[] = nodes;
  const uuids = new Set(list.map((node) => (isObject(node) ? node['uuid'] : undefined)));
  const slugs = new Set<unknown>();
  const problems: NodeProblem[] = [];
  list.forEach((node, index) => {
    const wrong = (message: string): void => {
      problems.push({ node: index, message });
    };
    if (!isObject(node)) {
      wrong('a node must be an object');
      return;
    }
    for (const key of ['uuid', 'slug', 'kind']) {
      if (typeof node[key] !== 'string' || node[key] === '')
        wrong(`${key} must be a string that is not empty`);
    }
    if (slugs.has(node['slug'])) wrong('slug stands in two nodes');
    slugs.add(node['slug']);
    const children = node['childrenUuids'] ?? [];
    if (!isTexts(children)) wrong('childrenUuids must be a list of strings');
    else if (!children.every((child) => uuids.has(child)))
      wrong('childrenUuids names a node that is not there');
  });
  return problems;
}
