import type { Folder, Play } from '../../sandbox/entities.ts';
import type { Store } from '../../sandbox/store.ts';
import { bare, beforeOf, common, limit, nameOf } from './definitions.ts';
import type { IdOf } from './photo.ts';
import type { Scenario } from './scenario.ts';
import { formerId, oldOwner } from './team-scenario.ts';

/** The keys of a definition whose values the law knows. */
export const fieldKeys = [
  'name',
  'changeKinds',
  'runCreationRule',
  'description',
  'limit',
  'trackingColumnSlugs',
  'schedule',
  'folder',
] as const;
export type FieldKey = (typeof fieldKeys)[number];

/** What the law looks at of a play, as texts, and its ownership line; empty where there is none. */
export type Fields = Readonly<Record<FieldKey | 'line', string>>;

const linePattern = /^Managed as code by \S+#\S+(, protected)?$/;

/** The path of a folder; `?` where one of its folders does not exist. */
export function pathOf(folders: ReadonlyMap<string, Folder>, uuid: string | null): string {
  if (uuid === null) return '';
  const folder = folders.get(uuid);
  if (folder === undefined) return '?';
  const above = pathOf(folders, folder.parentUuid);
  return above === '' ? folder.name : `${above} / ${folder.name}`;
}

/** What a play has now. */
export function liveFields(store: Store, play: Play, idOf: IdOf): Fields {
  const lines = (play.description ?? '').split('\n');
  const own = lines.filter((each) => linePattern.test(each));
  const { limit: most, trackingColumnSlugs } = store.segmentOf(play);
  return {
    name: play.name.normalize('NFC'),
    changeKinds: JSON.stringify(play.changeKinds),
    runCreationRule: play.runCreationRule,
    description: lines
      .filter((each) => !own.includes(each))
      .join('\n')
      .trim(),
    limit: String(most),
    trackingColumnSlugs: JSON.stringify(trackingColumnSlugs ?? []),
    schedule: scheduleOf(store, play, idOf),
    folder: pathOf(store.folders, play.folderUuid),
    line: own.join('\n'),
  };
}

function scheduleOf({ plays }: Store, { schedule }: Play, idOf: IdOf): string {
  if (schedule === null || schedule['type'] !== 'dependency') return JSON.stringify(schedule);
  const before = plays.get(String(schedule['playUuid']));
  return `after ${(before === undefined ? null : idOf(before)) ?? 'another'}`;
}

/** The line of a play. */
export function lineOf(id: string, isProtected: boolean, owner = 'acme/revenue'): string {
  return `Managed as code by ${owner}#${id}${isProtected ? ', protected' : ''}`;
}

/** The line of a play that is there before a seed's first run. */
export function lineBefore(id: string, { team }: Scenario): string {
  const { origin = 'unowned', isProtected = false } = team.live[id] ?? {};
  switch (origin) {
    case 'own':
      return lineOf(id, isProtected);
    case 'former-id':
      return lineOf(formerId(id), isProtected);
    case 'other-id':
      return lineOf(`other-${id}`, isProtected);
    case 'former-owner':
      return lineOf(id, isProtected, oldOwner);
    case 'former-both':
      return lineOf(formerId(id), isProtected, oldOwner);
    case 'unowned':
      return '';
  }
}

/** What a definition asks for. */
export function wantedFields(id: string, { ids, ownerNone, team, folders }: Scenario): Fields {
  const before = beforeOf(id, ids);
  const { description = null, protect = false } = team.definitions[id] ?? {};
  return {
    name: nameOf(id).normalize('NFC'),
    changeKinds: JSON.stringify(common.changeKinds),
    runCreationRule: common.runCreationRule,
    description: description ?? '',
    limit: String(limit),
    trackingColumnSlugs: '[]',
    schedule: before === undefined ? 'null' : `after ${before}`,
    folder: folders.definitions[id] ?? '',
    line: ownerNone ? '' : lineOf(id, protect),
  };
}

/** The keys in which a play differs from its definition, without those that the definition ignores. */
export function differingKeys(id: string, scenario: Scenario, now: Fields): FieldKey[] {
  const wanted = wantedFields(id, scenario);
  const ignore: readonly string[] = scenario.team.definitions[id]?.ignore ?? [];
  return fieldKeys.filter((key) => !ignore.includes(key) && now[key] !== wanted[key]);
}

/** Whether a service that keeps names and limits in its way keeps a value so, where it makes a play. */
export function isKeptSo(key: FieldKey | 'line', now: string, wanted: string, scenario: Scenario): boolean {
  switch (key) {
    case 'name':
      return bare(now) === bare(wanted) && scenario.spelling !== 'as-sent';
    case 'limit':
      return scenario.spelling === 'limit' && now === '9';
    case 'folder':
      return scenario.folders.isLoud && now.toLowerCase() === wanted.toLowerCase();
    default:
      return false;
  }
}
