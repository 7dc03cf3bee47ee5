import type { Kind } from './kind.ts';
import { callKinds } from './kinds-calls.ts';
import { flowKinds } from './kinds-flow.ts';
import { insideKinds } from './kinds-inside.ts';

/** The one table of node kinds. A new kind is a row in one of the three files. */
export const kinds: readonly Kind[] = [...flowKinds, ...insideKinds, ...callKinds];
