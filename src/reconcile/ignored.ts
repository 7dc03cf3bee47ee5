import { fieldNames } from '../definition/fields.ts';
import { fillTemplates, referencesIn } from '../definition/references.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay } from './actual.ts';
import { actualValue, differencesOf } from './diff.ts';
import type { Difference } from './diff.ts';
import type { LookUp, PlannedWorkflow } from './workflow/planned.ts';

/** A definition beside its play, without what `ignore` leaves to the web page. */
interface Settled {
  /** The definition with the web page's values in what it ignores, so that nothing of that is changed. */
  readonly desired: DesiredPlay;
  /** The ignored fields that differ. */
  readonly ignored: readonly Difference[];
}

/**
 * Puts what the web page has in place of the fields that a definition ignores.
 * @param look gives the uuids of plays that exist already
 */
export function settleFields(play: DesiredPlay, actual: ActualPlay, look: LookUp): Settled {
  const names = fieldNames.filter((name) => play.ignored.has(name));
  if (names.length === 0) return { desired: play, ignored: [] };
  const fields = fillTemplates(play.fields, look) as DesiredPlay['fields'];
  const ignored = differencesOf(fields, actual).filter(({ field }) => play.ignored.has(field));
  const others = Object.entries(play.fields).filter(([name]) => !names.some((each) => each === name));
  const live = names.flatMap((name) => {
    const value = actualValue(name, actual);
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return { desired: waitingLess({ ...play, fields: Object.fromEntries([...others, ...live]) }), ignored };
}

/** A definition that waits for those plays alone that what is left of it still names. */
function waitingLess(play: DesiredPlay): DesiredPlay {
  const named = new Set(referencesIn([play.fields, play.workflow?.steps]).map(({ id }) => id));
  return { ...play, dependsOn: play.dependsOn.filter((id) => named.has(id)) };
}

/** What a run does about the workflow of a play that exists. */
interface SettledWorkflow {
  readonly desired: DesiredPlay;
  readonly workflow: PlannedWorkflow | null;
  /** What it would do without `ignore`; null where nothing is ignored of it. */
  readonly setAside: PlannedWorkflow | null;
}

/**
 * Plans the workflow of a play without what its definition ignores of it.
 * @param isOurs whether we manage the play, or will after this run: then a create that came half way, with nothing
 *   deployed yet, is ended, as what is ignored is set when the play is made
 * @param workflowOf plans the workflow of a definition
 */
export function settleWorkflow(
  play: DesiredPlay,
  isOurs: boolean,
  workflowOf: (desired: DesiredPlay) => PlannedWorkflow | null,
): SettledWorkflow {
  const planned = workflowOf(play);
  const [workflow, enabled] = [play.ignored.has('workflow'), play.ignored.has('enabled')];
  const isUndeployed = planned?.isTold === true && planned.deployed === null && !planned.isEnabled;
  const isHalfMade = isOurs && play.workflow !== null && isUndeployed;
  if (planned === null || !(workflow || enabled) || isHalfMade)
    return { desired: play, workflow: planned, setAside: null };
  const desired = waitingLess({
    ...play,
    workflow: workflow ? null : play.workflow,
    enabled: enabled ? null : play.enabled,
  });
  return { desired, workflow: workflowOf(desired), setAside: planned };
}
