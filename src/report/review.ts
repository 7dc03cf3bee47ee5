import * as z from 'zod/mini';
import { foldToPlan, foldToPlays } from '../reconcile/review.ts';
import type { Deviation, PartState, Review, ReviewedPlan } from '../reconcile/review.ts';
import type { Doing, Hash, ReviewedChange } from '../reconcile/reviewed.ts';
import { code, row, text } from './markdown.ts';

// The plan that a comment carries, for the run after the merge, as a line that nobody sees: an HTML comment.

const begin = '<!-- cargo-plays-reviewed ';
const end = ' -->';

/** So much of a comment a digest may take, in characters; what it doesn't fit into is left out of it. */
const mostCharacters = 32_000;

const kinds = ['create', 'adopt', 'update', 'delete'] as const satisfies readonly Doing[];

const digest = z.string();
const plans = z.discriminatedUnion('detail', [
  z.object({
    detail: z.literal('parts'),
    changes: z.array(
      z.tuple([z.string(), z.enum(kinds), digest, z.record(z.string(), z.tuple([digest, digest]))]),
    ),
  }),
  z.object({ detail: z.literal('plays'), changes: z.array(z.tuple([z.string(), z.enum(kinds), digest])) }),
  z.object({ detail: z.literal('plan'), counts: z.record(z.string(), z.number()), whole: digest }),
]);

/**
 * The line that holds a plan's digest, in as much detail as there is room for.
 * @param most characters that it may have
 */
export function reviewedLine(changes: readonly ReviewedChange[], hash: Hash, most = mostCharacters): string {
  const inParts = lineOf({ detail: 'parts', changes });
  if (inParts.length <= most) return inParts;
  const folded = lineOf(foldToPlays(changes, hash));
  return folded.length <= most ? folded : lineOf(foldToPlan(changes, hash));
}

function lineOf(plan: ReviewedPlan): string {
  // a `>` or two hyphens could end the HTML comment
  const json = JSON.stringify(compact(plan)).replaceAll('>', '\\u003e').replaceAll('--', '-\\u002d');
  return begin + json + end;
}

function compact(plan: ReviewedPlan): z.infer<typeof plans> {
  switch (plan.detail) {
    case 'parts':
      return {
        ...plan,
        changes: plan.changes.map(({ id, kind, play, parts }) => [
          id,
          kind,
          play,
          Object.fromEntries(Object.entries(parts).map(([name, [before, after]]) => [name, [before, after]])),
        ]),
      };
    case 'plays':
      return { ...plan, changes: plan.changes.map(({ id, kind, whole }) => [id, kind, whole]) };
    case 'plan':
      return { ...plan };
  }
}

/** The line with a digest in a comment; null where there is none. The last one counts: what is above may quote another. */
export function findReviewedLine(body: string): string | null {
  const lines = body.split(/\r?\n/).filter((line) => line.startsWith(begin) && line.endsWith(end));
  return lines.at(-1) ?? null;
}

/** The plan that such a line holds; null where it can't be read, as that of a later version. */
export function readReviewedLine(line: string): ReviewedPlan | null {
  const result = plans.safeParse(parsed(line.slice(begin.length, -end.length)));
  if (!result.success) return null;
  const plan = result.data;
  switch (plan.detail) {
    case 'parts':
      return {
        ...plan,
        changes: plan.changes.map(([id, kind, play, parts]) => ({ id, kind, play, parts })),
      };
    case 'plays':
      return { ...plan, changes: plan.changes.map(([id, kind, whole]) => ({ id, kind, whole })) };
    case 'plan':
      return plan;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const states: Readonly<Record<PartState, string>> = {
  'as-reviewed': '',
  new: 'not reviewed',
  moved: 'changed in Cargo since',
  other: 'another value',
  'moved-and-other': 'changed in Cargo since, and another value',
};

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
  return parts === null || kind === 'delete' || parts.length === 0 ? kind : `${kind} (${parts.join(', ')})`;
}

function nowInWords({ reviewed, now }: Deviation): string {
  if (now === null) return 'nothing left to do';
  const parts = now.parts.flatMap(({ name, state }) => {
    const isTold = reviewed !== null && reviewed.parts !== null && states[state] !== '';
    if (now.kind === 'delete' && !isTold) return [];
    return [isTold ? `${name}: ${states[state]}` : name];
  });
  return parts.length === 0 ? now.kind : `${now.kind} (${parts.join(', ')})`;
}
