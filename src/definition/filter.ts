import * as z from 'zod/mini';
import { conditionsOfGroup } from './conditions.ts';
import { conjonction, strict } from './shapes.ts';

const group = strict('a group', { conjonction, conditions: conditionsOfGroup });

/** Which records a play is about ([doc]: the shape; [pub]: groups and conditions). */
export const filterSchema = strict('a filter', { conjonction, groups: z.array(group) });
