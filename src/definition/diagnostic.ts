import { visible } from './visible.ts';

/** A place in a file. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where the marked text ends (its last character's successor); the same line where it spans several. */
  readonly endColumn: number;
  /** The whole line the place is on, for the excerpt; empty where there is none (a file that is not text). */
  readonly excerpt: string;
}

/** A path into a document: keys and list indexes from its top. */
export type Path = readonly (string | number)[];

/** A path with more steps at its end. A list made by spreading would keep room for 16 more, in each of thousands of paths. */
export function below(path: Path, ...steps: Path): Path {
  return path.concat(steps);
}

export type Severity = 'error' | 'warning' | 'notice';

/** The stable names of what can be wrong with a definition. Users may rely on them: add, never rename. */
export type DiagnosticCode =
  // the text
  | 'not-utf8'
  | 'too-large'
  | 'yaml-syntax'
  | 'merge-key'
  | 'duplicate-key'
  | 'too-many-aliases'
  | 'too-deep'
  | 'no-play'
  | 'not-a-mapping'
  | 'more-problems'
  // the shape
  | 'unknown-key'
  | 'conjunction'
  | 'missing-key'
  | 'empty-value'
  | 'wrong-type'
  | 'wrong-value'
  | 'wrong-uuid'
  | 'wrong-cron'
  | 'never-runs'
  | 'wrong-number'
  | 'wrong-text'
  | 'wrong-limit'
  | 'wrong-fields'
  | 'both-forms'
  | 'repeated-value'
  | 'not-realtime'
  | 'protected'
  | 'not-protected'
  | 'unknown-condition-kind'
  | 'unknown-date'
  | 'unknown-schedule-type'
  | 'ownership-line'
  // the play among the others
  | 'wrong-id'
  | 'missing-id'
  | 'duplicate-id'
  | 'former-id'
  | 'duplicate-name'
  // expressions
  | 'wrong-expression'
  | 'unknown-variable'
  | 'unknown-play'
  | 'circle'
  // the workflow
  | 'wrong-file'
  | 'wrong-node'
  | 'wrong-slug'
  | 'duplicate-node'
  | 'wrong-exit'
  | 'unknown-node'
  | 'unknown-name'
  | 'ambiguous-node'
  | 'workflow-circle'
  | 'unreachable-node'
  | 'no-end'
  | 'wrong-braces'
  | 'wrong-script'
  | 'node-not-before'
  | 'empty-on-some-ways'
  | 'unknown-field'
  | 'compared-as-text'
  | 'no-effect'
  | 'unknown-connector'
  | 'unknown-tool'
  | 'unknown-agent'
  | 'ambiguous-tool'
  | 'ambiguous-agent'
  | 'unknown-action'
  | 'wrong-config'
  | 'invalid-node'
  | 'not-deployed'
  // the live workspace
  | 'unknown-model'
  | 'ambiguous-model'
  | 'unknown-folder'
  | 'ambiguous-folder'
  | 'unknown-column'
  | 'wrong-kind'
  | 'columns-unknown'
  // the plan
  | 'drifted'
  | 'refused'
  | 'failed'
  | 'kept-otherwise'
  | 'no-records';

/** One finding about a definition, a value to collect; nothing is thrown or printed where it is found. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  /** What is wrong, what is allowed, and the nearest right spelling, as whole sentences. */
  readonly message: string;
  readonly place: Place;
}

const around = 60;

/**
 * A diagnostic as the log shows it: place, severity, code, message, and the line with its part marked.
 * Long lines are cut around the mark. Several lines; nothing in them is escaped for the runner.
 */
export function renderDiagnostic({ severity, code, message, place }: Diagnostic): string {
  const { file, line, column, endColumn, excerpt } = place;
  const head = `${visible(file)}:${line}:${column} ${severity} ${code}: ${visible(message)}`;
  if (excerpt.trim() === '') return head;
  const from = Math.max(0, column - 1 - around);
  const before = visible(excerpt.slice(from, column - 1));
  const marked = visible(excerpt.slice(column - 1, endColumn - 1)).slice(0, 2 * around);
  const after = visible(excerpt.slice(endColumn - 1, endColumn - 1 + around));
  const dots = from > 0 ? '…' : '';
  const number = String(line);
  // tabs stay tabs, so that the mark stands below what it marks
  const indent = (dots + before).replace(/[^\t]/g, ' ');
  return [
    head,
    `  ${number} | ${dots}${before}${marked}${after}`.trimEnd(),
    `  ${' '.repeat(number.length)} | ${indent}${'^'.repeat(Math.max(1, marked.length))}`,
  ].join('\n');
}
