import type { Diagnostic } from './diagnostic.ts';

/** How many problems of a file are told, how many are kept to find the first among them, and how many looked at. */
const mostTold = 50;
const mostKept = 1_000;
const mostLookedAt = 5_000;

interface FileProblems {
  /** Each once: what is behind an alias is met several times. */
  readonly kept: Map<string, Diagnostic>;
  lookedAt: number;
  overflows: boolean;
}

/** Collects what is wrong with definitions: a file tells its first problems, and how many more there are. */
export class Problems {
  private readonly files = new Map<string, FileProblems>();

  /** Whether a file has so many problems that no more are looked for; there are more, then. */
  isFull(file: string): boolean {
    const known = this.files.get(file);
    if (known === undefined || (known.kept.size < mostKept && known.lookedAt < mostLookedAt)) return false;
    known.overflows = true;
    return true;
  }

  add(diagnostic: Diagnostic): void {
    const { code, message, place } = diagnostic;
    if (this.isFull(place.file)) return;
    const known = this.files.get(place.file) ?? {
      kept: new Map<string, Diagnostic>(),
      lookedAt: 0,
      overflows: false,
    };
    known.lookedAt += 1;
    known.kept.set(JSON.stringify([code, message, place.line, place.column]), diagnostic);
    this.files.set(place.file, known);
  }

  /** Those to tell, by file and place. */
  inOrder(): Diagnostic[] {
    const files = [...this.files].sort(([one], [other]) => (one < other ? -1 : 1));
    return files.flatMap(([, { kept, overflows }]) => {
      const all = [...kept.values()].sort(
        ({ place: a }, { place: b }) => a.line - b.line || a.column - b.column,
      );
      const told = all.slice(0, mostTold);
      const last = told.at(-1);
      const rest = all.slice(mostTold);
      if (last === undefined || (rest.length === 0 && !overflows)) return told;
      const isWrong = overflows || rest.some(({ severity }) => severity === 'error');
      const amount = `${overflows ? 'at least ' : ''}${rest.length}`;
      const message =
        rest.length === 0
          ? 'This file has more problems. Fix those above first.'
          : `This file has ${amount} more ${rest.length === 1 ? 'problem' : 'problems'}. Fix those above first.`;
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
