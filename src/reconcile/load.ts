import type { ActualPlay, PlayReader, PlayRow, PlayUuid, SegmentRow } from './actual.ts';

/**
 * Reads plays in full: each with its segment, from the list of segments where that holds it, alone where it
 * doesn't (it is not sure that the list holds plays' own segments).
 * @param rows the plays to read
 * @param listSegments gives the list; asked for only where there is a play to read
 */
export async function loadActual(
  rows: readonly PlayRow[],
  reader: PlayReader,
  listSegments: () => Promise<readonly SegmentRow[]>,
): Promise<Map<PlayUuid, ActualPlay>> {
  const full = new Map<PlayUuid, ActualPlay>();
  if (rows.length === 0) return full;
  const listed = new Map((await listSegments()).map((row) => [row.uuid.toLowerCase(), row]));
  await Promise.all(
    rows.map(async (row) => {
      const play = row.read();
      if (play.segmentUuid === null) {
        full.set(row.uuid, { play, segment: null });
        return;
      }
      const segment =
        listed.get(play.segmentUuid.toLowerCase()) ?? (await reader.getSegment(play.segmentUuid));
      full.set(row.uuid, { play, segment: segment.read() });
    }),
  );
  return full;
}
