import type { Deviation, PartState, Review } from '../reconcile/review.ts';
import { code, row, text } from './markdown.ts';

const states: Readonly<Record<PartState, string>> = {
  'as-reviewed': '',
  new: 'not reviewed',
  moved: 'changed in Cargo since',
  other: 'another value',
  'moved-and-other': 'changed in Cargo since, and another value',
  gone: 'gone since the review',
};

/** Changes that are the same for every play, so that their parts say nothing. */
const removals: ReadonlySet<string> = new Set(['delete', 'disable', 'release']);

/** How the plan that was reviewed differs from the present one; empty where it doesn't. */
export function reviewSection(
  { deviations, counts }: Pick<Review, 'deviations' | 'counts'>,
  most: number,
): string {
  const title = '### Reviewed and present plan';
  if (counts !== null) {
    const rows = counts.map(({ kind, reviewed, now }) => row([kind, String(reviewed), String(now)]));
    const why = 'The reviewed plan was too large for its comment to tell which plays differ.';
    return [
      title,
      '',
      why,
      '',
      row(['Change', 'Reviewed', 'Now']),
      row(['---', '---:', '---:']),
      ...rows,
    ].join('\n');
  }
  if (deviations.length === 0) return '';
  const left = deviations.length - Math.min(deviations.length, most);
  return [
    title,
    '',
    row(['Play', 'Reviewed', 'Now']),
    row(['---', '---', '---']),
    ...deviations
      .slice(0, most)
      .map((each) => row([code(each.id), text(reviewedInWords(each)), text(nowInWords(each))])),
    ...(left > 0 ? [`\n… and ${String(left)} more. The report file has all of them (\`report-path\`).`] : []),
  ].join('\n');
}

/** A deviation as a line of the log. */
export function deviationLine(deviation: Deviation): string {
  return `${deviation.id}: reviewed ${reviewedInWords(deviation)}; now ${nowInWords(deviation)}`;
}

function reviewedInWords({ reviewed }: Deviation): string {
  if (reviewed === null) return 'no change';
  const { kind, parts } = reviewed;
  return parts === null || removals.has(kind) || parts.length === 0 ? kind : `${kind} (${parts.join(', ')})`;
}

function nowInWords({ reviewed, now }: Deviation): string {
  if (now === null) return 'nothing left to do';
  const parts = now.parts.flatMap(({ name, state }) => {
    const isTold = reviewed !== null && reviewed.parts !== null && states[state] !== '';
    if (removals.has(now.kind) && !isTold) return [];
    return [isTold ? `${name}: ${states[state]}` : name];
  });
  return parts.length === 0 ? now.kind : `${now.kind} (${parts.join(', ')})`;
}
