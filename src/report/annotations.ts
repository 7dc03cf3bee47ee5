import type { Severity } from '../definition/diagnostic.ts';
import { cut } from '../definition/visible.ts';
import { outcomeInWords } from './log.ts';
import { plain } from './markdown.ts';
import type { Report } from './report.ts';

/** A message at a place in a file, as GitHub shows it beside the code. */
export interface Annotation {
  readonly level: Severity;
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** GitHub shows ten of a level for each step. */
const mostShown = 10;

/**
 * What GitHub is to show: what went wrong with the run first, then nine of a level at their places, then the run's
 * failure itself, which says how many more are in the summary.
 */
export function annotationsOf(report: Report): Annotation[] {
  const all = [...ofRun(report), ...report.diagnostics.map(ofDiagnostic), ...ofPlays(report)];
  const failed = report.conclusion !== 'success';
  return (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const these = all.filter((annotation) => annotation.level === level);
    const closes = level === 'error' && failed;
    if (!closes && these.length <= mostShown) return these;
    const shown = these.slice(0, mostShown - 1);
    const more = these.length - shown.length;
    const rest = more > 0 ? ` ${String(more)} more are in the job summary and the log.` : '';
    const title = 'Cargo plays';
    const message = closes ? `${outcomeInWords(report)}.${rest}` : rest.trim();
    return [...shown, { level, title, message: plain(message) }];
  });
}

function ofDiagnostic({ severity, code, message, place }: Report['diagnostics'][number]): Annotation {
  const { file, line, column, endColumn } = place;
  return {
    level: severity,
    title: code,
    message: shown(`${place.file}:${String(line)}: ${message}`),
    file,
    line,
    column,
    endColumn,
  };
}

function shown(message: string): string {
  return plain(cut(message, 4_000));
}

function ofPlays({ plays, policy }: Report): Annotation[] {
  return plays.flatMap(
    ({ id, file, line, action, status, error, differences, note, workflow }): Annotation[] => {
      const place = file === null || line === null ? {} : { file, line };
      const where = file === null || line === null ? '' : `${file}:${String(line)}: `;
      const at = (level: Severity, title: string, message: string): Annotation => ({
        level,
        title,
        message: shown(`${where}${message}`),
        ...place,
      });
      switch (status) {
        case 'refused':
        case 'failed':
          return [at('error', status, error ?? id)];
        case 'drifted': {
          const fields = [
            ...differences.map(({ field }) => field),
            ...(workflow?.change === 'drifted' ? ['workflow'] : []),
            ...(workflow?.switched === 'drifted' ? ['enabled'] : []),
          ].join(', ');
          return [
            at(
              'warning',
              status,
              `In Cargo, "${id}" differs from its definition: ${fields}. \`policy: ${policy}\` changes nothing.${note === null ? '' : ` ${note}`}`,
            ),
          ];
        }
        case 'not-attempted':
          // its cause stands elsewhere, and the count says how many there are
          return [];
        case 'valid':
        case 'planned':
        case 'applied':
        case 'unchanged':
          // an adoption was asked for, by an input
          return note === null || action === 'adopt' ? [] : [at('warning', 'note', note)];
      }
    },
  );
}

function ofRun({ problems, warnings, notices }: Report): Annotation[] {
  const make =
    (level: Severity) =>
    (message: string): Annotation => ({ level, title: 'Cargo plays', message: shown(message) });
  return [...problems.map(make('error')), ...warnings.map(make('warning')), ...notices.map(make('notice'))];
}
