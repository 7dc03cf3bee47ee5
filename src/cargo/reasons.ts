import { cut } from '../definition/visible.ts';

/** Cargo's reasons for a failure in words, with what to do ([doc], [pub]). */
const words: Readonly<Record<string, string>> = {
  modelNotFound: 'the model does not exist in this workspace. Check `model`.',
  folderNotFound:
    'the folder does not exist in this workspace, or is not a folder for plays. Check `folder`.',
  duplicateName: 'a folder with this name already exists there.',
  invalidFilter: 'Cargo did not accept the filter. Check `filter`.',
  failedToCreateSegment:
    'the records could not be selected. Check `filter`, `sort`, `limit` and `trackingColumnSlugs`.',
  failedToUpdateSegment:
    'the records could not be selected. Check `filter`, `sort`, `limit` and `trackingColumnSlugs`.',
  failedToRemoveSegment: "the play's own segment could not be removed.",
  failedToSchedule: 'Cargo did not accept the schedule. Check `schedule`.',
  connectorNotFound: 'the workspace does not have the connector that this play needs.',
  integrationNotFound: 'the workspace does not have the integration that this play needs.',
  integrationNotCompatible: 'the integration behind the model does not support this schedule.',
  playNotFound: 'the play no longer exists.',
  workflowNotFound: "the play's workflow no longer exists.",
  segmentNotFound: "the play's segment no longer exists.",
  playNotDeployed: 'the workflow of the play has no deployed release yet.',
  draftReleaseNotFound: 'the workflow has no draft to deploy. Open the workflow in Cargo once.',
  releaseNotFound: 'the workflow has no deployed release.',
  invalidParent: 'the draft is based on a version that no longer exists.',
  invalidReleaseVersion: 'Cargo does not accept the version number.',
  draftReleaseNodesAreInvalid: 'Cargo does not accept the nodes of the workflow. Check `workflow`.',
  failedToReconciliateNodes: 'Cargo could not match the nodes with its own. Check `workflow`.',
  notEnoughCredits:
    'the workspace does not have enough credits. Buy credits in Cargo, or try on fewer records (`trial`).',
  invalidReleaseOrCustomNodes: 'Cargo does not accept the nodes of the workflow. Check `workflow`.',
  nodesNotFound: 'Cargo found no nodes in the workflow. Check `workflow`.',
  rootNodeNotFound: 'Cargo found no start in the workflow. Check `workflow`.',
  dataError: 'the records could not be selected. Check `filter`, `sort` and `limit`.',
  failedToFetchFromClient: 'the records could not be read from where the model has them.',
  failedToStart: 'the runs could not be started.',
  batchNotFound: 'the batch no longer exists.',
  batchAlreadyFinished: 'the batch has ended already.',
};

/** Whether it is one of Cargo's own reasons, so that it tells of more than a path that isn't there. */
export function isKnownReason(reason: string): boolean {
  return Object.hasOwn(words, reason);
}

/** A text of Cargo's as a sentence, since others follow it. */
function ended(text: string): string {
  return /[.!?…]\s*$/.test(text) ? text : `${text}.`;
}

/** What Cargo said of a failure: its reason in words, and its own text cut to 300 characters. */
export function reasonInWords(reason: string | null, errorMessage: string | null): string {
  const known = reason === null ? undefined : words[reason];
  const own = errorMessage === null ? '' : `Cargo says: ${ended(cut(errorMessage, 300))}`;
  if (known !== undefined) return `${known}${own === '' ? '' : ` ${own}`}`;
  return own === ''
    ? reason === null
      ? 'Cargo gave no reason.'
      : `Cargo gave this reason: ${cut(reason, 300)}.`
    : own;
}
