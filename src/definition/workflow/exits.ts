import { below } from '../diagnostic.ts';
import type { Making, Writing } from './kind.ts';
import type { Exit, Made } from './step.ts';
import type { Target } from './short.ts';
import type { ValueMap } from './values.ts';

/** The one exit of a node that has no more. */
export function next(target: Target | undefined, { path }: Making): Exit[] {
  return [{ label: '', path: below(path, 'next'), target }];
}

/** `next`, where the next node of the list is not meant. */
export function writeNext({ targets: [target] }: Writing): ValueMap {
  return target === undefined ? {} : { next: target };
}

/** A node of which nothing is known that later nodes could read, and in which no other nodes are. */
export function plain(made: Omit<Made, 'output' | 'inner'>): Made {
  return { ...made, output: { kind: 'anything' }, inner: null };
}
