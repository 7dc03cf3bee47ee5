import type { Outcome } from '../reconcile/apply.ts';
import { isRemoval } from '../reconcile/plan.ts';
import type { Change } from '../reconcile/plan.ts';
import type { Release } from '../reconcile/workflow/actual.ts';
import { ofField } from './differences.ts';
import { renderFlowchart } from './flowchart.ts';
import { fence, folded, text } from './markdown.ts';
import type { Ending, PlayReport, Report, WorkflowReport } from './report.ts';
import { renderWorkflowDifferences } from './workflow-differences.ts';

/** What became of the workflow of a play; null where its definition leaves that to the web page. */
export function workflowReport(change: Change, outcome: Outcome | Ending): WorkflowReport | null {
  if (isRemoval(change) || change.workflow === null) return null;
  const { workflow, enabled, deployed, discarded } = change.workflow;
  const live = 'live' in outcome ? outcome.live : null;
  const isDeployed = live?.outcome.done.includes('deploy') ?? false;
  const release = live?.outcome.release ?? deployed;
  const isSame = workflow.kind === 'none';
  return {
    change: workflow.kind,
    switched: enabled.kind,
    wantsOn: change.desired.enabled,
    isDeployed,
    releaseUuid: release?.uuid ?? null,
    version: release?.version ?? null,
    before: isSame ? [] : (deployed?.nodes ?? []),
    // the graph that was compared, and no other: what differs is told by its very nodes
    after: isSame ? [] : workflow.after,
    differences: isSame ? null : workflow.differences,
    discarded: isDeployed || outcome.status === 'planned' ? discarded : null,
  };
}

/** Whether a play is on after the run; null where that isn't known. */
export function isOn(change: Change, outcome: Outcome | Ending): boolean | null {
  if (change.kind === 'delete') return null;
  if (change.kind === 'disable' && outcome.status === 'applied') return false;
  const done = 'live' in outcome ? (outcome.live?.outcome.done ?? []) : [];
  if (done.includes('enable')) return true;
  if (done.includes('disable')) return false;
  // a play is off when it is made ([pub])
  return change.kind === 'create' ? (outcome.play === null ? null : false) : change.actual.play.isEnabled;
}

/** What became, or would become, of a play's workflow, in a few words; empty where nothing does. */
export function workflowInWords({ status, workflow, enabled }: PlayReport): string[] {
  if (workflow === null) return [];
  const { change, switched, isDeployed, version, discarded } = workflow;
  if (status === 'planned')
    return [
      ...(change === 'deploy' ? ['would deploy its workflow'] : []),
      ...(discarded === null ? [] : ['would replace a draft']),
      ...(switched === 'enable' ? ['would enable it'] : []),
      ...(switched === 'disable' ? ['would disable it'] : []),
    ];
  if (status === 'drifted')
    return [
      ...(change === 'drifted' ? ['its workflow differs'] : []),
      ...(switched === 'drifted' ? [`it is ${enabled === true ? 'on' : 'off'}`] : []),
    ];
  return [
    ...(isDeployed ? [`deployed ${version ?? ''}`.trim()] : []),
    ...(discarded === null ? [] : ['replaced a draft']),
    ...(status === 'applied' && switched === 'enable' ? ['enabled'] : []),
    ...(status === 'applied' && switched === 'disable' ? ['disabled'] : []),
  ];
}

/** The cell of a table about what is deployed. */
export function workflowCell({ status, workflow }: PlayReport): string {
  if (workflow === null) return '—';
  const { change, isDeployed, version } = workflow;
  const number = version === null ? '' : ` ${version}`;
  if (isDeployed) return `🚀 deployed${number}`.replaceAll(' ', '\u00a0');
  switch (change) {
    case 'deploy':
      if (status === 'planned') return '🚀 would deploy';
      return version === null ? '⏸️ not deployed' : `⏸️ not deployed,${number} stays live`;
    case 'drifted':
      return `⚠️ differs${number}`;
    case 'none':
      return version === null ? '—' : `unchanged${number}`;
  }
}

/** The cell of a table about whether a play is on. */
export function switchCell({ status, enabled, workflow }: PlayReport): string {
  if (status === 'planned' && workflow?.switched === 'enable') return '🟢 would be on';
  if (status === 'planned' && workflow?.switched === 'disable') return '⚪ would be off';
  return enabled === null ? '—' : enabled ? '🟢&nbsp;on' : '⚪&nbsp;off';
}

/**
 * What differs in workflows, a picture and the changes of each play; empty where nothing does.
 * @param most plays that are shown
 */
export function renderWorkflows({ plays }: Report, most = Infinity): string {
  const differing = plays.filter(({ workflow }) => (workflow?.differences ?? null) !== null);
  if (differing.length === 0) return '';
  const shown = differing.slice(0, most).map(ofPlay);
  const legend = 'New nodes are green with `+`, changed ones yellow with `±`, removed ones red with `−`.';
  const isDrawn = shown.some((each) => each.includes('```mermaid'));
  const left = differing.length - shown.length;
  const rest = left > 0 ? [`… and ${String(left)} more workflows, in the job summary.`] : [];
  const isPlanned = differing.some(({ status }) => status === 'planned');
  const isDone = differing.every(({ workflow }) => workflow?.isDeployed === true);
  const title = isPlanned
    ? '### What would change in workflows'
    : `### What ${isDone ? 'changed' : 'differs'} in workflows`;
  return [title, ...(isDrawn ? [legend] : []), ...shown, ...rest].join('\n\n');
}

function ofPlay({ id, name, status, workflow }: PlayReport): string {
  if (workflow?.differences === null || workflow === null) return '';
  const { before, after, differences, discarded } = workflow;
  const chart = renderFlowchart(before, after, differences);
  const leftOut =
    chart !== null && chart.leftOut > 0
      ? [`${String(chart.leftOut)} unchanged nodes are not shown: \`…\` stands for them.`]
      : [];
  const parts = [
    ...(discarded === null ? [] : [draftSentence(discarded, status === 'planned')]),
    ...(chart === null ? [] : [fence(chart.text, 'mermaid'), ...leftOut]),
    // a workflow that is new altogether is told by its picture
    ...(before.length === 0 ? [] : [renderWorkflowDifferences(differences, ofField)]),
  ];
  const counted = [
    [differences.added.length, 'new'],
    [differences.changed.length, 'changed'],
    [differences.removed.length, 'removed'],
  ].flatMap(([amount, word]) => (amount === 0 ? [] : [`${String(amount)} ${String(word)}`]));
  if (discarded !== null) counted.push('a draft replaced');
  return folded(
    `<b>${text(name === '' ? id : name, 120)}</b>: ${counted.length === 0 ? 'workflow' : counted.join(', ')}`,
    parts.filter((part) => part !== '').join('\n\n'),
  );
}

/** That undeployed changes in Cargo are lost to a deploy, as `discard-drafts` allows. */
function draftSentence({ updatedAt }: Release, isPlanned: boolean): string {
  const when = updatedAt === null ? '' : ` (last changed ${text(updatedAt, 40)})`;
  return `The changes in Cargo that are not deployed${when} ${isPlanned ? 'would be' : 'were'} replaced, because \`discard-drafts\` is \`true\`. The report file ${isPlanned ? 'of that run ' : ''}keeps them.`;
}
