import type { ActualPlay, ListedSegments, Play, PlayReader, PlayRow, PlayUuid } from './actual.ts';

/**
 * Reads plays in full: each with its segment, from the list of segments where that holds it, alone where it
 * doesn't (it is not sure that the list holds plays' own segments).
 * @param rows the plays to read
 * @param listSegments gives the list; asked for only where there is a play to read
 * @param pause called before each play, so that others get a turn
 */
export async function loadActual(
  rows: readonly PlayRow[],
  reader: PlayReader,
  listSegments: () => Promise<ListedSegments>,
  pause: () => Promise<void>,
): Promise<Map<PlayUuid, ActualPlay>> {
  const full = new Map<PlayUuid, ActualPlay>();
  if (rows.length === 0) return full;
  const listed = await listSegments();
  const unlisted: [PlayUuid, Play, string][] = [];
  for (const row of rows) {
    await pause();
    const play = row.read();
    const segment = listed.get(play.segmentUuid ?? '');
    if (play.segmentUuid !== null && segment === undefined) {
      unlisted.push([row.uuid, play, play.segmentUuid]);
    } else full.set(row.uuid, { play, segment: segment?.read() ?? null });
  }
  await Promise.all(
    unlisted.map(async ([uuid, play, segmentUuid]) => {
      const segment = await reader.getSegment(segmentUuid);
      full.set(uuid, { play, segment: segment.read() });
    }),
  );
  return full;
}
