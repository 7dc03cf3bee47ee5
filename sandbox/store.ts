import type { StartedBatch } from './batches.ts';
import { machineClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type {
  Agent,
  Connector,
  Dataset,
  Folder,
  Integration,
  Model,
  NewPlay,
  Play,
  Row,
  Seed,
  Segment,
  Tool,
} from './entities.ts';
import { matchingRows } from './matching.ts';
import { newPlay, storedSchedule } from './new-play.ts';
import { namesOf } from './play-fields.ts';
import type { PlayChanges } from './play-fields.ts';
import { createReleases } from './releases.ts';
import type { Releases } from './releases.ts';
import { defaultSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { createVeil } from './veil.ts';
import type { Veil } from './veil.ts';

/** What can be done with plays by hand. */
interface PlayActions {
  /** Makes a play as the API does; without a model, on the first one. */
  addPlay: (play: NewPlay) => Play;
  /** Changes a play as the web page does; filter, sort, limit and tracked columns go to its segment. */
  readonly editPlay: (uuid: string, changes: PlayChanges) => Play;
  /** Deletes a play: it keeps its row, with `deletedAt` set, and loses its segment. */
  readonly deletePlay: (uuid: string) => void;
  /** The plays that were not deleted, oldest first. */
  readonly livePlays: () => Play[];
  /** The segment with a play's filter, sort, limit and tracked columns. */
  readonly segmentOf: (play: Play) => Segment;
}

/** The workspace in memory. Everything in it may be changed by hand. */
export interface Store extends Releases, PlayActions {
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly models: Map<string, Model>;
  readonly datasets: Map<string, Dataset>;
  readonly folders: Map<string, Folder>;
  /** All plays by uuid, deleted ones too. */
  readonly plays: Map<string, Play>;
  /** All segments by uuid, the plays' own (`fromPlay`) too. */
  readonly segments: Map<string, Segment>;
  readonly connectors: Map<string, Connector>;
  /** By slug. */
  readonly integrations: Map<string, Integration>;
  readonly tools: Map<string, Tool>;
  readonly agents: Map<string, Agent>;
  /** All batches by uuid, oldest first. */
  readonly batches: Map<string, StartedBatch>;
  /** The records of each model, by its uuid. */
  readonly records: Map<string, Row[]>;
  readonly relations: Seed['relations'];
  readonly settings: Settings;
  /** The sandbox's time: what takes time, is late or is dated goes by it. */
  readonly clock: Clock;
  /** Milliseconds since 1970, by the sandbox's clock. */
  readonly time: () => number;
  /** The same as an ISO date. */
  readonly date: () => string;
  /** The lists as they are answered: the truth, but for what the veil keeps back. */
  readonly listed: () => { plays: Play[]; segments: Segment[] };
  readonly veil: Veil;
}

/** Copies the given keys that `changes` has a value for. */
function pick(changes: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    keys.filter((key) => changes[key] !== undefined).map((key) => [key, changes[key]]),
  );
}

function byUuid<Value extends { uuid: string }>(values: readonly Value[]): Map<string, Value> {
  return new Map(values.map((value) => [value.uuid, value]));
}

/** How many records a segment holds now. */
function countOf(data: Parameters<typeof matchingRows>[0], { modelUuid, filter, limit }: Segment): number {
  return Math.min(matchingRows(data, modelUuid, filter).length, limit ?? Infinity);
}

/** The changes of plays, over the maps of a store. */
function playActions(store: Omit<Store, keyof PlayActions | 'listed' | 'veil'>): PlayActions {
  const { workspaceUuid, userUuid, plays, segments, settings } = store;
  const live = (uuid: string): Play => {
    const play = plays.get(uuid);
    if (!play || play.deletedAt !== null) throw new Error(`no play ${uuid}`);
    return play;
  };
  const described = (text: string | null): string | null =>
    text?.slice(0, settings.descriptionLength) ?? null;
  const count = (segment: Segment): void => {
    segment.recordsCount = countOf(store, segment);
  };
  const segmentOf = (play: Play): Segment => {
    const segment = segments.get(play.segmentUuid);
    if (!segment) throw new Error(`play ${play.uuid} has no segment`);
    return segment;
  };
  return {
    addPlay(given) {
      const modelUuid = given.modelUuid ?? store.models.keys().next().value;
      if (modelUuid === undefined) throw new Error('a play needs a model, and this workspace has none');
      const { play, segment } = newPlay(given, { workspaceUuid, userUuid, modelUuid, date: store.date() });
      play.description = described(play.description);
      segments.set(segment.uuid, segment);
      plays.set(play.uuid, play);
      count(segment);
      store.begin(play.workflowUuid);
      return play;
    },
    editPlay(uuid, changes) {
      const play = live(uuid);
      const copy = structuredClone(changes);
      const updatedAt = store.date();
      Object.assign(play, pick({ ...copy }, namesOf('play')), { updatedAt });
      if (copy.description !== undefined) play.description = described(copy.description);
      if (copy.schedule !== undefined) play.schedule = storedSchedule(copy.schedule);
      const inSegment = pick({ ...copy }, namesOf('segment'));
      if (Object.keys(inSegment).length > 0) count(Object.assign(segmentOf(play), inSegment, { updatedAt }));
      return play;
    },
    deletePlay(uuid) {
      const play = live(uuid);
      play.deletedAt = play.updatedAt = store.date();
      play.isEnabled = false;
      segments.delete(play.segmentUuid);
    },
    livePlays: () => [...plays.values()].filter((play) => play.deletedAt === null),
    segmentOf,
  };
}

/**
 * Makes a workspace out of a seed. The seed itself is copied, and never changed.
 * @param clock the sandbox's time; this machine's unless given
 */
export function createStore(seed: Seed, settings: Partial<Settings>, clock: Clock = machineClock): Store {
  const { workspaceUuid, userUuid, datasets, models, folders, segments, ...more } = structuredClone(seed);
  const [epoch, begun] = [Date.now(), clock.now()];
  const time = (): number => Math.floor(epoch + clock.now() - begun);
  const date = (): string => new Date(time()).toISOString();
  const releases = createReleases(workspaceUuid, userUuid, date);
  const maps = {
    plays: new Map<string, Play>(),
    segments: byUuid(segments),
    folders: byUuid(folders),
    batches: new Map<string, StartedBatch>(),
  };
  const base = {
    ...releases,
    ...maps,
    workspaceUuid,
    userUuid,
    models: byUuid(models),
    datasets: byUuid(datasets),
    connectors: byUuid(more.connectors),
    integrations: new Map(more.integrations.map((each) => [each.slug, each])),
    tools: byUuid(more.tools),
    agents: byUuid(more.agents),
    records: new Map(Object.entries(more.records)),
    relations: more.relations,
    settings: { ...defaultSettings(), ...settings },
    clock,
    time,
    date,
  };
  const actions = playActions(base);
  const veil = createVeil(
    {
      play: maps.plays,
      segment: maps.segments,
      release: releases.deployed,
      folder: maps.folders,
      batch: maps.batches,
    },
    clock.now,
  );
  const store: Store = {
    ...base,
    ...actions,
    veil,
    listed() {
      const { listDeletedPlays, listPlaySegments } = store.settings;
      const plays = [...veil.seen('play', store.plays).values()];
      const shown = [...veil.seen('segment', store.segments).values()];
      return {
        plays: plays.filter((play) => listDeletedPlays || play.deletedAt === null),
        segments: shown.filter((segment) => listPlaySegments || !segment.fromPlay),
      };
    },
  };
  for (const segment of store.segments.values()) segment.recordsCount = countOf(store, segment);
  for (const play of seed.plays) store.addPlay(play);
  for (const tool of store.tools.values()) store.begin(tool.workflowUuid);
  for (const [workflowUuid, { deployed, draft }] of Object.entries(more.workflows)) {
    // a seed may have been given without its plays
    if (!store.drafts.has(workflowUuid)) continue;
    for (const nodes of deployed) store.publish(workflowUuid, { nodes });
    if (draft) store.saveDraft(workflowUuid, { nodes: draft });
  }
  return store;
}
