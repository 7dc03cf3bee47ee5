import type { Diagnostic, Severity } from './diagnostic.ts';

/** How many problems of a file are told, how many are kept to find the first among them, and how many looked up. */
const mostTold = 50;
const mostKept = 1_000;
const mostLookedUp = 5_000;

interface FileProblems {
  /** Each once: what is behind an alias is met several times. */
  readonly kept: Map<string, Diagnostic>;
  lookedUp: number;
  /** Those that were only counted. */
  further: number;
  /** Whether an error is among these. */
  hasFurtherErrors: boolean;
}

/** Collects what is wrong with definitions: a file reports its first problems, and how many more there are. */
export class Problems {
  private readonly files = new Map<string, FileProblems>();

  /** Whether a file has so many problems that more are only counted: their places need not be looked up. */
  isFull(file: string): boolean {
    const known = this.files.get(file);
    return known !== undefined && (known.kept.size >= mostKept || known.lookedUp >= mostLookedUp);
  }

  add(diagnostic: Diagnostic): void {
    const { code, message, place, severity } = diagnostic;
    if (this.isFull(place.file)) return this.count(place.file, severity);
    const known = this.of(place.file);
    known.lookedUp += 1;
    known.kept.set(JSON.stringify([code, message, place.line, place.column]), diagnostic);
  }

  /** Drops what was found in a file that turns out to hold no definition. */
  forget(file: string): void {
    this.files.delete(file);
  }

  /** Counts a problem of a file that is full. */
  count(file: string, severity: Severity): void {
    const known = this.of(file);
    known.further += 1;
    if (severity === 'error') known.hasFurtherErrors = true;
  }

  private of(file: string): FileProblems {
    const known = this.files.get(file) ?? {
      kept: new Map<string, Diagnostic>(),
      lookedUp: 0,
      further: 0,
      hasFurtherErrors: false,
    };
    this.files.set(file, known);
    return known;
  }

  /** Those to tell, by file and place. */
  inOrder(): Diagnostic[] {
    const files = [...this.files].sort(([one], [other]) => (one < other ? -1 : 1));
    return files.flatMap(([, { kept, further, hasFurtherErrors }]) => {
      const all = [...kept.values()].sort(
        ({ place: a }, { place: b }) => a.line - b.line || a.column - b.column,
      );
      const told = all.slice(0, mostTold);
      const last = told.at(-1);
      const rest = all.slice(mostTold);
      const amount = rest.length + further;
      if (last === undefined || amount === 0) return told;
      const isWrong = hasFurtherErrors || rest.some(({ severity }) => severity === 'error');
      const message = `This file has ${amount} more ${amount === 1 ? 'problem' : 'problems'}. Fix the ones above first.`;
      return [
        ...told,
        { severity: isWrong ? 'error' : 'warning', code: 'more-problems', message, place: last.place },
      ];
    });
  }
}

/** Diagnostics in the order of their places, each once, and of each file no more than help. */
export function inOrder(diagnostics: Iterable<Diagnostic>): Diagnostic[] {
  const problems = new Problems();
  for (const diagnostic of diagnostics) problems.add(diagnostic);
  return problems.inOrder();
}
