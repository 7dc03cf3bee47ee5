import { cut } from '../definition/visible.ts';

/** The service's reasons for a failure in words, with what to do ([doc], [pub]). */
const words: Readonly<Record<string, string>> = {
  modelNotFound: 'the model does not exist in this workspace. Look at `modelUuid`.',
  folderNotFound:
    'the folder does not exist in this workspace, or is not one for plays. Look at `folderUuid`.',
  invalidFilter: 'the filter is not one that Cargo takes. Look at `filter`.',
  failedToCreateSegment:
    'the records could not be selected. Look at `filter`, `sort`, `limit` and `trackingColumnSlugs`.',
  failedToUpdateSegment:
    'the records could not be selected. Look at `filter`, `sort`, `limit` and `trackingColumnSlugs`.',
  failedToRemoveSegment: "the play's own segment could not be removed.",
  failedToSchedule: 'the schedule was not accepted. Look at `schedule`.',
  connectorNotFound: 'the connector that this needs does not exist in the workspace.',
  integrationNotFound: 'the integration that this needs does not exist in the workspace.',
  integrationNotCompatible: 'the integration behind the model does not support this schedule.',
  playNotFound: 'the play does not exist any more.',
  workflowNotFound: "the play's workflow does not exist any more.",
  segmentNotFound: "the play's segment does not exist any more.",
  playNotDeployed: 'the workflow of the play has no deployed release yet.',
  draftReleaseNotFound: 'the workflow has no draft to deploy. Open the workflow in Cargo once.',
  releaseNotFound: 'nothing is deployed of the workflow.',
  invalidParent: 'the draft is based on a version that does not exist any more.',
  invalidReleaseVersion: 'Cargo does not accept the version number.',
  draftReleaseNodesAreInvalid: 'Cargo does not accept the nodes of the workflow. Look at `workflow`.',
  failedToReconciliateNodes: 'Cargo could not match the nodes with those it has. Look at `workflow`.',
};

/** Whether it is one of the service's own reasons, so that it tells of more than a path that isn't there. */
export function isKnownReason(reason: string): boolean {
  return Object.hasOwn(words, reason);
}

/** A text of the service as a sentence, since others follow it. */
function ended(text: string): string {
  return /[.!?…]\s*$/.test(text) ? text : `${text}.`;
}

/** What the service said of a failure: its reason in words, and its own text cut to 300 characters. */
export function reasonInWords(reason: string | null, errorMessage: string | null): string {
  const known = reason === null ? undefined : words[reason];
  const own = errorMessage === null ? '' : `Cargo says: ${ended(cut(errorMessage, 300))}`;
  if (known !== undefined) return `${known}${own === '' ? '' : ` ${own}`}`;
  return own === ''
    ? reason === null
      ? 'no reason was given.'
      : `the reason given is ${cut(reason, 300)}.`
    : own;
}
