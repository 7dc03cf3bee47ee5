import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { idForm } from './play-id.ts';
import { shown } from './words.ts';

/** A former id with its place in the document. */
interface FormerId {
  readonly id: string;
  readonly path: Path;
}

/** The ids in a `formerly`, in its order: it is one id or a list of them. Values that are not text are left out; the schema refuses them. */
export function formerIds(formerly: unknown): FormerId[] {
  if (typeof formerly === 'string') return [{ id: formerly, path: ['formerly'] }];
  if (!Array.isArray(formerly)) return [];
  return formerly.flatMap((id: unknown, index) =>
    typeof id === 'string' ? [{ id, path: ['formerly', index] }] : [],
  );
}

/** Refuses former ids that no ownership line can hold. What is reserved today need not have been before. */
export function formerForm(formerly: unknown): Finding[] {
  return formerIds(formerly)
    .filter(({ id }) => !idForm.test(id))
    .map(({ id, path }) =>
      wrong(
        'wrong-id',
        path,
        `${shown(id)} cannot have been an id. Write the part after \`#\` of the ownership line that the play has in Cargo.`,
      ),
    );
}
