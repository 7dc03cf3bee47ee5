import { randomUUID } from 'node:crypto';
import type {
  Dataset,
  Folder,
  Model,
  NewPlay,
  Play,
  PlayChanges,
  Release,
  Row,
  Schedule,
  Seed,
  Segment,
} from './entities.ts';
import { defaultSettings } from './settings.ts';
import type { Settings } from './settings.ts';

/** The workspace in memory. Everything in it may be changed by hand. */
export interface Store {
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly models: Map<string, Model>;
  readonly datasets: Map<string, Dataset>;
  readonly folders: Map<string, Folder>;
  /** All plays by uuid, deleted ones too. */
  readonly plays: Map<string, Play>;
  /** All segments by uuid, the plays' own (`fromPlay`) too. */
  readonly segments: Map<string, Segment>;
  /** The records of each model, by its uuid. */
  readonly records: Map<string, Row[]>;
  readonly relations: Seed['relations'];
  /** Draft and deployed release of each workflow, by the workflow's uuid. */
  readonly drafts: Map<string, Release>;
  readonly deployed: Map<string, Release>;
  readonly settings: Settings;
  /** Makes a play as the API does; without a model, on the first one. */
  addPlay: (play: NewPlay) => Play;
  /** Changes a play as the web page does; filter, sort, limit and tracked columns go to its segment. */
  editPlay: (uuid: string, changes: PlayChanges) => Play;
  /** Deletes a play: it keeps its row, with `deletedAt` set, and loses its segment. */
  deletePlay: (uuid: string) => void;
  /** The plays that were not deleted, oldest first. */
  livePlays: () => Play[];
  /** The segment with a play's filter, sort, limit and tracked columns. */
  segmentOf: (play: Play) => Segment;
  /** What the lists answer: the truth, but for what `hide` keeps back. */
  listed: () => { plays: Play[]; segments: Segment[] };
  /** Keeps a play's present state in the lists for so many milliseconds, whatever happens to it meanwhile. */
  hide: (before: PlayState, forMs: number) => void;
  /** A play and its segment as they are now, to be given to `hide`. */
  stateOf: (uuid: string) => PlayState;
}

/** A play and its segment at one moment; null where they don't exist. */
interface PlayState {
  readonly uuid: string;
  readonly play: Play | null;
  readonly segment: Segment | null;
}

const playKeys = [
  'name',
  'description',
  'changeKinds',
  'runCreationRule',
  'schedule',
  'folderUuid',
  'isEnabled',
  'healthThreshold',
  'healthAlertActions',
] as const;
const segmentKeys = ['name', 'filter', 'sort', 'limit', 'trackingColumnSlugs'] as const;

/** The schedule as answers show it: a cron one gains what the service's scheduler added. */
function storedSchedule(schedule: Schedule | null | undefined): Schedule | null {
  if (!schedule) return null;
  if (schedule['type'] !== 'cron') return { ...schedule };
  return {
    ...schedule,
    temporalScheduleWorkflowId: `schedule-${randomUUID()}`,
    meta: { timezone: 'UTC', paused: false },
  };
}

/** Copies the given keys that `changes` has a value for. */
function pick(changes: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    keys.filter((key) => changes[key] !== undefined).map((key) => [key, changes[key]]),
  );
}

/** Makes a workspace out of a seed. The seed itself is copied, and never changed. */
export function createStore(seed: Seed, settings: Partial<Settings>): Store {
  const { workspaceUuid, userUuid, datasets, models, folders, segments, records, relations } =
    structuredClone(seed);
  const byUuid = <Value extends { uuid: string }>(values: readonly Value[]): Map<string, Value> =>
    new Map(values.map((value) => [value.uuid, value]));
  // the lists' view of plays whose last change is not to be seen yet
  const hidden = new Map<string, { state: PlayState; until: number }>();

  const described = (text: string | null): string | null =>
    text?.slice(0, store.settings.descriptionLength) ?? null;

  const store: Store = {
    workspaceUuid,
    userUuid,
    models: byUuid(models),
    datasets: byUuid(datasets),
    folders: byUuid(folders),
    plays: new Map(),
    segments: byUuid(segments),
    records: new Map(Object.entries(records)),
    relations,
    drafts: new Map(),
    deployed: new Map(),
    settings: { ...defaultSettings(), ...settings },
    addPlay(given) {
      const modelUuid = given.modelUuid ?? store.models.keys().next().value;
      if (modelUuid === undefined) throw new Error('a play needs a model, and this workspace has none');
      const now = new Date().toISOString();
      const stamps = { createdAt: now, updatedAt: now };
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
        ...stamps,
      };
      const workflowUuid = given.workflowUuid ?? randomUUID();
      const play: Play = {
        uuid: given.uuid ?? randomUUID(),
        workspaceUuid,
        workflowUuid,
        userUuid,
        modelUuid,
        segmentUuid: segment.uuid,
        changeKinds: [...(given.changeKinds ?? ['added'])],
        runCreationRule: given.runCreationRule ?? 'always',
        name,
        description: described(given.description ?? null),
        schedule: storedSchedule(structuredClone(given.schedule)),
        isEnabled: given.isEnabled ?? false,
        healthThreshold: given.healthThreshold ?? null,
        healthAlertActions: given.healthAlertActions ?? [],
        folderUuid: given.folderUuid ?? null,
        ...stamps,
        deletedAt: null,
      };
      store.segments.set(segment.uuid, segment);
      store.plays.set(play.uuid, play);
      store.drafts.set(workflowUuid, {
        uuid: randomUUID(),
        workspaceUuid,
        workflowUuid,
        status: 'draft',
        nodes: [{ uuid: randomUUID(), slug: 'start', kind: 'start', childrenUuids: [] }],
        formFields: null,
        description: null,
        ...stamps,
        deployedAt: null,
      });
      return play;
    },
    editPlay(uuid, changes) {
      const play = store.plays.get(uuid);
      if (!play || play.deletedAt !== null) throw new Error(`no play ${uuid}`);
      const copy = structuredClone(changes);
      const updatedAt = new Date().toISOString();
      Object.assign(play, pick({ ...copy }, playKeys), { updatedAt });
      if (copy.description !== undefined) play.description = described(copy.description);
      if (copy.schedule !== undefined) play.schedule = storedSchedule(copy.schedule);
      const inSegment = pick({ ...copy }, segmentKeys);
      if (Object.keys(inSegment).length > 0) Object.assign(store.segmentOf(play), inSegment, { updatedAt });
      return play;
    },
    deletePlay(uuid) {
      const play = store.plays.get(uuid);
      if (!play || play.deletedAt !== null) throw new Error(`no play ${uuid}`);
      play.deletedAt = play.updatedAt = new Date().toISOString();
      play.isEnabled = false;
      store.segments.delete(play.segmentUuid);
    },
    livePlays: () => [...store.plays.values()].filter((play) => play.deletedAt === null),
    segmentOf(play) {
      const segment = store.segments.get(play.segmentUuid);
      if (!segment) throw new Error(`play ${play.uuid} has no segment`);
      return segment;
    },
    listed() {
      const plays = new Map(store.plays);
      const segments = new Map(store.segments);
      for (const [uuid, { state, until }] of hidden) {
        if (performance.now() >= until) {
          hidden.delete(uuid);
          continue;
        }
        const segmentUuid = plays.get(uuid)?.segmentUuid;
        if (segmentUuid !== undefined && !state.segment) segments.delete(segmentUuid);
        if (state.play) plays.set(uuid, state.play);
        else plays.delete(uuid);
        if (state.segment) segments.set(state.segment.uuid, state.segment);
      }
      const { listDeletedPlays, listPlaySegments } = store.settings;
      return {
        plays: [...plays.values()].filter((play) => listDeletedPlays || play.deletedAt === null),
        segments: [...segments.values()].filter((segment) => listPlaySegments || !segment.fromPlay),
      };
    },
    hide(state, forMs) {
      hidden.set(state.uuid, { state, until: performance.now() + forMs });
    },
    stateOf(uuid) {
      const play = store.plays.get(uuid);
      const segment = play && store.segments.get(play.segmentUuid);
      return structuredClone({ uuid, play: play ?? null, segment: segment ?? null });
    },
  };
  for (const play of seed.plays) store.addPlay(play);
  return store;
}
