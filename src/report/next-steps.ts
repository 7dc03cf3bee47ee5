import { fence, folded, link, text } from './markdown.ts';
import type { PlayReport, Report } from './report.ts';

/** Plays for which the body of a first batch is written out. */
const mostBodies = 10;

/** What to do after this run, in the order in which it is to be done; empty where there is nothing. */
export function nextSteps(report: Report): string {
  const steps = [...forFailures(report), ...forDrift(report), ...forCreated(report)];
  return steps.length === 0 ? '' : ['### What to do next', '', ...steps].join('\n');
}

function forFailures({ counts, mode, diagnostics, conclusion, review }: Report): string[] {
  if (conclusion === 'success') return [];
  if (review !== null)
    return [
      '- Open a new pull request, or run the plan job of the merged one again and review its comment. Then run this job again.',
    ];
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return ['- Correct the definitions listed above. Nothing was written.'];
  if (counts.refused > 0)
    return [
      '- Resolve the refused plays: their rows say how. One refusal stops the whole run, so nothing was written.',
    ];
  if (mode === 'apply' && counts.failed + counts.notAttempted > 0) {
    return ['- Fix the cause, then run this job again. It does what is missing, and creates no play twice.'];
  }
  return [];
}

function forDrift({ plays, policy }: Report): string[] {
  // a note says what it takes where a policy alone would not do
  const drifted = plays.filter(({ status, note }) => status === 'drifted' && note === null).length;
  if (drifted === 0) return [];
  return [
    `- ${String(drifted)} play${drifted === 1 ? ' differs' : 's differ'} from the definition, and \`policy: ${policy}\` changes nothing. ` +
      'To update, set `policy` to `upsert-only` or `sync`.',
  ];
}

function forCreated({ plays }: Report): string[] {
  const created = plays.filter(
    ({ action, status, uuid, enabled, workflow }) =>
      action === 'create' &&
      status === 'applied' &&
      uuid !== null &&
      enabled !== true &&
      workflow?.wantsOn !== false,
  );
  if (created.length === 0) return [];
  const unpublished = created.filter(({ workflow }) => workflow?.isDeployed !== true);
  const published = created.filter(({ workflow }) => workflow?.isDeployed === true);
  return [
    ...(unpublished.length === 0
      ? []
      : [
          `- Publish the workflow of each new play, then enable the play: ${linked(unpublished)}. Until then, it does not run. To have this done here, add \`workflow\` and \`enabled: true\` to its definition.`,
        ]),
    ...(published.length === 0
      ? []
      : [
          `- Enable the new plays whose workflow is deployed: ${linked(published)}. To have this done here, add \`enabled: true\`.`,
        ]),
    ...forUntried(created.filter(({ trial }) => trial === null)),
  ];
}

function forUntried(plays: readonly PlayReport[]): string[] {
  if (plays.length === 0) return [];
  return [
    "- Try it on 10 to 20 records first: add `trial: 10` next to `workflow`. Without `workflow`, set `limit`, or create a batch with `POST /v1/orchestration/batches`. (A play's own segment cannot be enrolled.)",
    '',
    folded(
      'Request bodies for a first batch',
      [
        "Each runs on any 10 records of the model. For records that the play selects, add the play's `filter` to `data`.",
        ...plays.slice(0, mostBodies).map(batchBody),
      ].join('\n\n'),
    ),
  ];
}

function linked(plays: readonly PlayReport[]): string {
  const links = plays.slice(0, mostBodies).map((play) => link(text(play.name, 120), play.url));
  return `${links.join(', ')}${plays.length > mostBodies ? ` and ${String(plays.length - mostBodies)} more` : ''}`;
}

/** The body of a batch create: the play's workflow, run on its model's records ([pub]). */
function batchBody({ name, workflowUuid, modelUuid }: PlayReport): string {
  const body = { workflowUuid, data: { kind: 'filter', modelUuid, limit: 10 } };
  return `${text(name, 120)}:\n\n${fence(JSON.stringify(body, null, 2), 'json')}`;
}
