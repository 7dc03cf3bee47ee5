import type { DiagnosticCode, Path, Severity } from './diagnostic.ts';

/** Something wrong inside one document, before its place in the file is looked up. */
export interface Finding {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

/** An error at a value. */
export function wrong(code: DiagnosticCode, path: Path, message: string): Finding {
  return { severity: 'error', code, message, path, part: 'value' };
}
