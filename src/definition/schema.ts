import * as z from 'zod/mini';
import { fieldKeys, ignorableKeys } from './fields.ts';
import type { Templated } from './fields.ts';
import { strict, text, uuid } from './shapes.ts';

/** The keys about what a play does, which is not on the play but on its workflow. */
const workflowKeys = {
  // its own schema is looked at only where there is one
  workflow: z.optional(z.unknown()),
  enabled: z.optional(z.boolean()),
  trial: z.optional(z.unknown()),
};

/** The keys about how a play is managed: none of them is sent to Cargo. */
const managingKeys = {
  protect: z.optional(z.boolean()),
  ignore: z.optional(z.array(z.enum(ignorableKeys)).check(z.minLength(1))),
  formerly: z.optional(z.union([text, z.array(text).check(z.minLength(1))])),
};

const { name, ...otherFields } = fieldKeys;

/** A play as a definition file says it: the create call's fields ([doc]) and the repository's own keys. */
export const playSchema = strict('a play', {
  id: z.optional(z.string()),
  name,
  model: z.optional(text),
  modelUuid: z.optional(uuid),
  ...otherFields,
  ...workflowKeys,
  ...managingKeys,
});

/** The keys of a definition with their types, as far as zod knows them; values of unknown kinds go through too. */
export type PlayKeys = z.infer<typeof playSchema>;

/** The keys that can't wait for another play. */
type Plain = Pick<PlayKeys, 'id' | 'name' | 'model' | 'folder'>;

/** What a definition's file says, checked; a text may be a Template in it. */
export type CheckedKeys = Templated<Omit<PlayKeys, keyof Plain>> & Plain;

/** What a definition's file says of a play, checked; what it does is apart. */
export type DefinedFields = Omit<CheckedKeys, 'id' | keyof typeof workflowKeys | keyof typeof managingKeys>;
