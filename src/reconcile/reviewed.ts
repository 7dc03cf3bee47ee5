import { fieldNames, keyOf, playFields } from '../definition/fields.ts';
import type { FieldName } from '../definition/fields.ts';
import { Template } from '../definition/references.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay } from './actual.ts';
import { ownValue } from './diff.ts';
import type { Change } from './plan.ts';
import { canonical, isMapping } from './spelling.ts';
import type { PlannedWorkflow } from './workflow/planned.ts';
import { normalGraph } from './workflow/normal.ts';

/** Gives a short digest of a text: letters, digits, `_` and `.`. */
export type Hash = (text: string) => string;

/** What a run can do to a play, in the words of a plan. */
export type Doing = Exclude<Change['kind'], 'none'>;

/** A part of a play before and after, as digests; the empty text is nothing. */
export type Part = readonly [before: string, after: string];

/** A change of a plan, as little of it as it takes to know it again. */
export interface ReviewedChange {
  readonly id: string;
  readonly kind: Doing;
  /** The digest of the uuid of the play that is there; empty where it is yet to be made. */
  readonly play: string;
  /** What changes: the fields by their keys in the file, and `model`, `id`, `workflow`, `draft`, `enabled`, `trial`. */
  readonly parts: Readonly<Record<string, Part>>;
}

/**
 * The changes of a plan, to be compared with those of a later one. Only what a definition or a person decides is part of
 * it: nothing that the server adds, no order, no counts of records, no times, and no uuid of a play that is yet to be made.
 */
export function changesOf(changes: readonly Change[], hash: Hash): ReviewedChange[] {
  return changes
    .flatMap((change) => (change.kind === 'none' ? [] : [reviewed(change, hash)]))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

type Parts = Record<string, Part>;

function reviewed(change: Exclude<Change, { kind: 'none' }>, hash: Hash): ReviewedChange {
  const { id, kind } = change;
  const digest = (value: unknown): string => {
    const text = JSON.stringify(stable(value));
    return text === 'null' ? '' : hash(text);
  };
  switch (change.kind) {
    case 'create': {
      const { desired, workflow } = change;
      const fields = fieldNames.flatMap((field): [string, Part][] => {
        const after = digest(wanted(desired, field));
        return after === '' ? [] : [[keyOf(field), ['', after]]];
      });
      const model: Parts = { model: ['', digest(desired.modelUuid.toLowerCase())] };
      const parts = {
        ...model,
        ...Object.fromEntries(fields),
        ...(desired.protect ? { protect: ['', digest(true)] satisfies Part } : {}),
        ...workflowParts(desired, workflow, digest),
      };
      return { id, kind, play: '', parts };
    }
    case 'adopt':
    case 'update': {
      const { desired, actual, differences, protectDiffers, workflow } = change;
      const fields = differences.map(({ field, before }): [string, Part] => [
        keyOf(field),
        // the definition's own value: in the difference, plays that exist by now stand by their uuids
        [digest(spelled(field, before)), digest(wanted(desired, field))],
      ]);
      const isNewLine = change.kind === 'adopt' || change.newLine;
      const line: Parts = isNewLine ? { id: ['', digest(id)] } : {};
      // a play that is adopted has no line yet that could say it
      const isGuarded = protectDiffers || (change.kind === 'adopt' && desired.protect);
      const guard: Parts = isGuarded ? { protect: [digest(!desired.protect), digest(desired.protect)] } : {};
      const parts = {
        ...line,
        ...Object.fromEntries(fields),
        ...guard,
        ...workflowParts(desired, workflow, digest),
      };
      return { id, kind, play: playOf(actual, digest), parts };
    }
    case 'delete': {
      const { actual } = change;
      const parts = fieldNames.map((field): [string, Part] => [
        keyOf(field),
        [digest(spelled(field, ownValue(field, actual))), ''],
      ]);
      // one that was switched off meanwhile may go all the same
      const inUse: Parts = actual.play.isEnabled === true ? { enabled: [digest(true), ''] } : {};
      return { id, kind, play: playOf(actual, digest), parts: { ...Object.fromEntries(parts), ...inUse } };
    }
    case 'disable':
      return { id, kind, play: playOf(change.actual, digest), parts: { enabled: ['', digest(false)] } };
    case 'release':
      return { id, kind, play: playOf(change.actual, digest), parts: { id: [digest(id), ''] } };
  }
}

type Digest = (value: unknown) => string;

function playOf({ play }: ActualPlay, digest: Digest): string {
  return digest(play.uuid.toLowerCase());
}

function workflowParts(
  { trial }: Extract<Change, { kind: 'create' }>['desired'],
  planned: PlannedWorkflow | null,
  digest: Digest,
): Parts {
  if (planned === null) return {};
  const { workflow, enabled, deployed, discarded, graphOf } = planned;
  const parts: Parts = {};
  if (workflow.kind === 'deploy') {
    // without the uuids of other plays, whether they exist by now or not
    const after = graphOf?.(() => undefined) ?? workflow.after;
    parts['workflow'] = [
      deployed === null ? '' : digest(normalGraph(deployed.nodes)),
      digest(normalGraph(after)),
    ];
    if (trial !== null) parts['trial'] = ['', digest(trial)];
    if (discarded !== null) parts['draft'] = [digest(normalGraph(discarded.nodes)), ''];
  }
  if (enabled.kind === 'enable' || enabled.kind === 'disable') {
    const isOn = enabled.kind === 'disable';
    parts['enabled'] = [digest(isOn), digest(!isOn)];
  }
  return parts;
}

/** What a definition wants of a field: a folder by its names, as it may have been made since. */
function wanted({ fields, folder }: DesiredPlay, field: FieldName): unknown {
  return field === 'folderUuid' && folder !== null ? folder : spelled(field, fields[field]);
}

function spelled(field: FieldName, value: unknown): unknown {
  return canonical(playFields[field].compared, value);
}

/** A value with its keys in order, without those that hold nothing; what stands for another play as what it names. */
function stable(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Template) return { '${{': value.parts };
  if (Array.isArray(value)) return value.map(stable);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(
    entries
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, stable(each)] as const),
  );
}
