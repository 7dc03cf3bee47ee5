import type { Diagnostic } from '../definition/diagnostic.ts';
import type { PlayRow } from './actual.ts';
import type { Change, Plan } from './plan.ts';

/** Finds schedules that would be sent, and that wait for a play which the workspace does not have. */
export function unknownPlays({ changes }: Plan, rows: readonly PlayRow[]): Diagnostic[] {
  let known: ReadonlySet<string> | undefined;
  return changes.flatMap((change) => {
    const uuid = waitedFor(change);
    if (uuid === null || !('desired' in change)) return [];
    known ??= new Set(
      rows.filter(({ deletedAt }) => deletedAt === null).map((row) => row.uuid.toLowerCase()),
    );
    if (known.has(uuid.toLowerCase())) return [];
    const message =
      `This workspace has no play with the UUID "${uuid}", and Cargo accepts no schedule that waits for it. ` +
      'Check the UUID. For a play of this repository, write `play` with its id instead.';
    const place = change.desired.place(['schedule', 'playUuid']);
    return [{ severity: 'error', code: 'unknown-play', message, place }];
  });
}

/** The play that a schedule waits for by its uuid; null where there is none, or where nothing of it is sent. */
function waitedFor(change: Change): string | null {
  const isSent =
    change.kind === 'create' ||
    ((change.kind === 'adopt' || change.kind === 'update') &&
      change.differences.some(({ field }) => field === 'schedule'));
  const schedule = isSent ? change.desired.fields.schedule : undefined;
  if (schedule?.type !== 'dependency') return null;
  return typeof schedule.playUuid === 'string' ? schedule.playUuid : null;
}
