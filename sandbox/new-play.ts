import { randomUUID } from 'node:crypto';
import type { NewPlay, Play, Segment } from './entities.ts';
import { madeOn } from './play-fields.ts';
import type { Schedule } from './play-fields.ts';

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
  const segment: Segment = {
    uuid: given.segmentUuid ?? randomUUID(),
    workspaceUuid,
    modelUuid,
    ...madeOn('segment', given),
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
    ...madeOn('play', given),
    schedule: storedSchedule(structuredClone(given.schedule)),
    ...stamps,
    deletedAt: null,
  };
  return { play, segment };
}
