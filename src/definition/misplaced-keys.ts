import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { isMapping } from './mapping.ts';

/** Keys that belong below another one, and stand beside it where they are not indented. */
const homes = { nodes: 'workflow', groups: 'filter' } as const;

/** A file of nodes counts as a definition where no play names it. */
const unused: Finding = {
  ...wrong(
    'unknown-key',
    ['nodes'],
    'This file holds the nodes of a workflow, but no play uses it. Name it in a definition (`workflow: { file: PATH }`), or delete it.',
  ),
  part: 'key',
};

/**
 * Tells keys at the top of a play that are not indented below the key they belong to.
 * @returns these, and whether another finding only follows from one of them
 */
export function misplacedKeys(value: unknown): {
  readonly findings: readonly Finding[];
  readonly explains: (finding: Finding) => boolean;
} {
  if (!isMapping(value)) return { findings: [], explains: () => false };
  if ('nodes' in value && Object.keys(value).length === 1)
    return { findings: [unused], explains: () => true };
  const keys = (['nodes', 'groups'] as const).filter((key) => {
    const home = value[homes[key]];
    return key in value && (home === null || (isMapping(home) && !(key in home)));
  });
  return {
    findings: keys.map((key) => ({
      ...wrong('unknown-key', [key], `Indent "${key}" below "${homes[key]}".`),
      part: 'key',
    })),
    explains: ({ path, code }) =>
      path.length === 1 &&
      keys.some((key) => path[0] === key || path[0] === homes[key]) &&
      ['unknown-key', 'empty-value', 'missing-key'].includes(code),
  };
}
