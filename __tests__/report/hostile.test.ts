import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/definition/diagnostic.ts';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { buildReport } from '../../src/report/build.ts';
import { renderComment } from '../../src/report/comment.ts';
import { closingLine, differenceLog, orphanLine, playLine } from '../../src/report/log.ts';
import { folderLine, newFolders } from '../../src/report/folders.ts';
import { plain } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/report.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { acted, hostile } from '../support/hostile.ts';
import {
  accountsUuid,
  actualPlay,
  create,
  desiredPlay,
  factsOf,
  none,
  remove,
  reportOf,
  update,
  uuidOf,
} from '../support/report.ts';

/** What is printed of a report, line by line, as a run prints it. */
function logOf(report: Report): string {
  const { plays, diagnostics, problems, warnings, notices, orphans, folders } = report;
  return [
    ...plays.flatMap((play, index) => [playLine(index + 1, plays.length, 9, play), ...differenceLog(play)]),
    ...diagnostics.flatMap((diagnostic) => renderDiagnostic(diagnostic).split('\n').map(plain)),
    ...[...problems, ...warnings, ...notices].map(plain),
    ...orphans.map(orphanLine),
    ...folders.map(folderLine),
    closingLine(report),
  ].join('\n');
}

/** Nothing of it is acted on, wherever it is shown. */
function expectInert(report: Report): void {
  expect(acted({ stdout: logOf(report), summary: '' })).toEqual([]);
  expect(acted({ stdout: '', summary: renderSummary(report, '') })).toEqual([]);
  const [, comment = ''] =
    /^<!-- marker -->\n([^]*)$/.exec(renderComment(report, '<!-- marker -->', null)) ?? [];
  expect(acted({ stdout: '', summary: comment })).toEqual([]);
}

describe.each(hostile)('%s', (_what, text) => {
  const described = desiredPlay('score', { description: text, name: `${text} new` });
  const live = actualPlay(1, 'score', { name: text, description: `${text}\nx` }, { limit: 3 });

  it('is inert in what is ignored and in the name of a folder', () => {
    const ignored = [
      { field: 'description', before: text, after: `${text} new` },
      { field: 'name', before: `${text}\n`.repeat(20), after: text },
    ] as const;
    const change = { ...none(described, live, {}), ignored } as Change;
    const folder = { path: text, status: 'failed', uuid: null, note: text } as const;
    const report = reportOf([change], {}, { folders: [folder, { ...folder, status: 'planned' }] });
    expect(report.plays[0]?.ignored).toHaveLength(2);
    expect(newFolders(report, 1)).toContain('… and 1 more.');
    expectInert(report);
  });

  it('is inert in a plan', () => {
    const named = { id: 'gone', uuid: uuidOf(7), name: text, modelUuid: accountsUuid };
    const gone = { ...named, isProtected: true, note: text };
    const changes = [
      create(desiredPlay('new', { name: text, description: text })),
      update(described, live),
      none(described, live, { note: text }),
      remove('gone', actualPlay(3, 'gone', { name: text })),
    ];
    expectInert(
      reportOf(changes, {
        orphans: [gone],
        problems: [text],
        refusals: [{ id: described.id, desired: described, message: text, uuids: [uuidOf(1)] }],
      }),
    );
  });

  it('is inert in what an apply came to', () => {
    const change: Change = create(desiredPlay('new', { name: text }));
    const changed = update(described, live);
    expectInert(
      reportOf(
        [change, changed],
        {},
        {
          mode: 'apply',
          warnings: [text],
          notices: [text],
          outcomes: [
            { status: 'failed', change, play: null, error: text, live: null },
            { status: 'applied', change: changed, play: live.play, note: text, live: null },
          ],
        },
      ),
    );
  });

  it('is inert in what is wrong', () => {
    const place = { file: `plays/${text}.yml`, line: 1, column: 1, endColumn: 2, excerpt: text };
    const wrong: Diagnostic = { severity: 'error', code: 'wrong-limit', message: text, place };
    const report = buildReport(factsOf({ diagnostics: [wrong], problems: [text] }), (each) => each);
    expectInert(report);
    // the command that carries an annotation escapes its line breaks
    for (const { message, title } of annotationsOf(report))
      expect(acted({ stdout: `${title} ${message}`.replaceAll(/\r|\n/g, '%0A'), summary: '' })).toEqual([]);
  });
});
