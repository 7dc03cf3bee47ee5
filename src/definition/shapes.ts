import * as z from 'zod/mini';
import { inOneCase, uuidForm } from './uuid.ts';

// zod/mini starts sooner than zod; compiling validators costs more at the start than it saves on a few hundred definitions
z.config({ jitless: true });

/** The keys that each kind of mapping allows, by what the mapping is called in messages. */
export const keysOf = new Map<string, readonly string[]>();

/**
 * A mapping that takes no other keys than these.
 * @param names what it is called in messages; the message of its unknown-key issue, by which `keysOf` is looked up
 * @param choose which of several names an input has
 */
export function strict<Shape extends z.core.$ZodShape>(
  names: string | readonly string[],
  shape: Shape,
  choose?: (input: unknown) => string,
): z.ZodMiniObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape);
  for (const name of [names].flat()) keysOf.set(name, keys);
  return z.strictObject(shape, {
    error: ({ code, input }) => {
      if (code !== 'unrecognized_keys') return undefined;
      return choose === undefined ? String(names) : choose(input);
    },
  });
}

/** A text that isn't empty. */
export const text = z.string().check(z.minLength(1));

/** A uuid in its usual form, of whatever version: Cargo's own, never ours. */
export const uuid = z.string().check(z.regex(uuidForm));

/** A uuid of an answer, in lower case. */
export const answeredUuid = z.string().check(z.minLength(1), z.overwrite(inOneCase));
/** A uuid of an answer that may be missing, in lower case. */
export const maybeUuid = z.nullish(z.string().check(z.overwrite(inOneCase)));

/** How the members of a group or a list of conditions go together; spelled as Cargo spells it ([doc]). */
export const conjonction = z.enum(['and', 'or']);
