import { randomUUID } from 'node:crypto';
import type { NewPlay, Play, Schedule, Segment } from './entities.ts';

/** The schedule as answers show it: a cron one gains what the service's scheduler added. */
export function storedSchedule(schedule: Schedule | null | undefined): Schedule | null {
  if (!schedule) return null;
  if (schedule['type'] !== 'cron') return { ...schedule };
  return {
    ...schedule,
    temporalScheduleWorkflowId: `schedule-${randomUUID()}`,
    meta: { timezone: 'UTC', paused: false },
  };
}

/** Where and when a play is made, and on which model. */
interface Circumstances {
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly modelUuid: string;
  /** An ISO date. */
  readonly date: string;
}

/** A play as the API makes it, and the segment with its filter, sort, limit and tracked columns. */
export function newPlay(
  given: NewPlay,
  { workspaceUuid, userUuid, modelUuid, date }: Circumstances,
): { play: Play; segment: Segment } {
  const stamps = { createdAt: date, updatedAt: date };
  const name = given.name ?? 'Untitled play';
  const segment: Segment = {
    uuid: given.segmentUuid ?? randomUUID(),
    workspaceUuid,
    modelUuid,
    name,
    filter: structuredClone(given.filter) ?? { conjonction: 'and', groups: [] },
    sort: structuredClone(given.sort) ?? null,
    limit: given.limit ?? null,
    trackingColumnSlugs: structuredClone(given.trackingColumnSlugs) ?? null,
    fromPlay: true,
    recordsCount: 0,
    lastChange: null,
    ...stamps,
  };
  const play: Play = {
    uuid: given.uuid ?? randomUUID(),
    workspaceUuid,
    workflowUuid: given.workflowUuid ?? randomUUID(),
    userUuid,
    modelUuid,
    segmentUuid: segment.uuid,
    changeKinds: [...(given.changeKinds ?? ['added'])],
    runCreationRule: given.runCreationRule ?? 'always',
    name,
    description: given.description ?? null,
    schedule: storedSchedule(structuredClone(given.schedule)),
    isEnabled: given.isEnabled ?? false,
    healthThreshold: given.healthThreshold ?? null,
    healthAlertActions: given.healthAlertActions ?? [],
    folderUuid: given.folderUuid ?? null,
    ...stamps,
    deletedAt: null,
  };
  return { play, segment };
}
