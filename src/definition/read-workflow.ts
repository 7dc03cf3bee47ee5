import type { Diagnostic } from './diagnostic.ts';
import type { Draft, DraftContext } from './draft.ts';
import type { Finding } from './findings.ts';
import type { Work } from './work.ts';
import type { TextFile } from './workflow/files.ts';
import type { ReadWorkflow } from './workflow/offline.ts';
import type { Trial } from './workflow/short.ts';

export interface WorkflowContext extends DraftContext {
  /** A text file of the checkout, by its path from the top. */
  readonly readText: (path: string) => TextFile;
}

/** What a definition says of its workflow, read. */
export interface ReadDraft extends Pick<ReadWorkflow, 'workflow' | 'file'> {
  readonly trial: Trial | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly Finding[];
  readonly references: Draft['references'];
  readonly used: readonly string[];
}

/** What is read of a definition that leaves its workflow to the web page. */
export const noWorkflow: ReadDraft = {
  workflow: null,
  trial: null,
  diagnostics: [],
  findings: [],
  file: null,
  references: [],
  used: [],
};

// asked for once: the runtime takes longer to find a module again than to read a small workflow
let reader: Promise<typeof import('./workflow/read-defined.ts')> | undefined;

/** Reads `workflow` and `trial`; what that takes is loaded only where a definition has one of them. */
export async function readWorkflows(draft: Draft, context: WorkflowContext, work: Work): Promise<ReadDraft> {
  const { workflow = null, trial = null } = draft.fields;
  if (workflow === null && trial === null) return noWorkflow;
  reader ??= import('./workflow/read-defined.ts');
  const { readDefined } = await reader;
  return { ...noWorkflow, ...(await readDefined(draft, context, work)) };
}
