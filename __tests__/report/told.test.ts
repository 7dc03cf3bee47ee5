import { describe, expect, it } from 'vitest';
import type { Definition } from '../../src/definition/parse.ts';
import type { PlayId } from '../../src/definition/play-id.ts';
import type { Diagnostic } from '../../src/definition/diagnostic.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Facts } from '../../src/report/build.ts';
import { renderComment } from '../../src/report/comment.ts';
import { headline } from '../../src/report/headline.ts';
import { closingLine, differenceLog, orphanLine, playLine } from '../../src/report/log.ts';
import { idOutputs, outputsOf } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { renderSummary } from '../../src/report/summary.ts';
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
  workspaceUuid,
} from '../support/report.ts';

/** A definition that was read, in a run that came to no plan. */
function definition(id: string, fields: Partial<Definition['fields']> = {}): Definition {
  const { file, line, place, dependsOn, fields: made } = desiredPlay(id);
  const { changeKinds = [], runCreationRule = 'once' } = made;
  const written = { name: id, model: 'accounts', changeKinds, runCreationRule, ...fields };
  const nothing = {
    workflow: null,
    enabled: null,
    trial: null,
    protect: false,
    unknown: [],
    ignored: new Set<never>(),
    formerly: [],
  };
  return { id: id as PlayId, file, line, fields: written, dependsOn, place, ...nothing };
}

function unplanned(count: number, given: Partial<Facts>): Report {
  const definitions = Array.from({ length: count }, (_, index) => definition(`play-${String(index + 1)}`));
  return buildReport(factsOf({ definitions, ...given }), (text) => text);
}

const wrong = (file: string): Diagnostic => ({
  severity: 'error',
  code: 'wrong-limit',
  message: 'This is wrong.',
  place: { file, line: 3, column: 1, endColumn: 2, excerpt: '' },
});

describe('a run that ended before the plays were looked at', () => {
  const cause = 'Could not list the plays: Cargo did not accept the token.';
  const report = unplanned(12, { problems: [cause] });

  it('is told by its cause, and by a count of the plays', () => {
    expect(annotationsOf(report).map(({ message }) => message)).toEqual([cause, '12 not attempted.']);
    expect(headline(report)).toBe(
      '## ❌ Cargo plays: nothing was done — Could not list the plays&#58; Cargo did not accept the token.',
    );
    expect(closingLine(report)).toBe('Failed: 12 not attempted.');
  });

  it('shows the cause before the counts', () => {
    const summary = renderSummary(report, '');
    expect(summary.indexOf('[!CAUTION]')).toBeLessThan(summary.indexOf('Not attempted'));
    expect(summary).toContain('<details><summary>12 not checked</summary>');
    expect(summary).not.toContain('The run stopped before it checked this play');
  });

  it.each(['plan', 'apply', 'validate'] as const)(
    'marks no file that is fine beside a wrong one (%s)',
    (mode) => {
      const told = annotationsOf(unplanned(3, { mode, diagnostics: [wrong('plays/play-2.yml')] }));
      expect(told.flatMap(({ file }) => file ?? [])).toEqual(['plays/play-2.yml']);
    },
  );

  it('has one error where an input is wrong', () => {
    const inputs = unplanned(0, { mode: 'validate', problems: ['The input `policy`: …'] });
    const words = [
      closingLine(inputs),
      renderSummary(inputs, ''),
      ...annotationsOf(inputs).map(({ message }) => message),
    ];
    expect(words.join('\n')).not.toContain('no plays');
  });
});

describe('a plan that was not made', () => {
  it.each<readonly [string, Partial<Facts>]>([
    ['a fork', { offline: true }],
    ['a fork with a wrong definition', { offline: true, diagnostics: [wrong('plays/play-1.yml')] }],
    ['a wrong definition', { diagnostics: [wrong('plays/play-1.yml')] }],
    ['no connection', { problems: ['Cargo cannot be reached.'] }],
    ['a cancelled run', { cancelled: true }],
  ])('never says what a merge would do: %s', (_what, given) => {
    const report = unplanned(3, given);
    const all = [
      renderSummary(report, ''),
      renderComment(report, '', null),
      closingLine(report),
      ...annotationsOf(report).map(({ message }) => message),
    ];
    for (const text of all) expect(text).not.toMatch(/merge|would|unchanged|to create/i);
  });

  it('says that the definitions are valid where nothing else was asked', () => {
    expect(headline(unplanned(3, { offline: true }))).toBe(
      '## ✅ Cargo plays: 3 valid, checked without the workspace',
    );
    expect(headline(unplanned(3, { mode: 'validate' }))).toBe('## ✅ Cargo plays: 3 valid');
  });

  it('is closed by what was not checked, and how many warnings there are', () => {
    const rest =
      'Names in the workspace (models, columns, connectors, actions) were not checked: `plan` checks them.';
    const warning = { ...wrong('plays/play-1.yml'), severity: 'warning' } as const;
    expect(closingLine(unplanned(3, { mode: 'validate' }))).toBe(`Done: 3 valid. ${rest}`);
    expect(closingLine(unplanned(3, { offline: true, diagnostics: [warning] }))).toBe(
      `Done: 3 valid, 1 warning. ${rest}`,
    );
    expect(closingLine(unplanned(2, { mode: 'validate', diagnostics: [warning, warning] }))).toBe(
      `Done: 2 valid, 2 warnings. ${rest}`,
    );
    expect(closingLine(unplanned(0, { mode: 'validate' }))).toBe('Done: no plays.');
  });

  it('names the play that another waits for', () => {
    const definitions = [definition('b', { schedule: { type: 'dependency', play: 'a' } })];
    const summary = renderSummary(
      buildReport(factsOf({ definitions, mode: 'validate' }), (text) => text),
      '',
    );
    expect(summary).toContain('after a ');
    expect(summary).not.toContain('after nothing');
  });
});

describe('plays without a definition', () => {
  const orphan = {
    id: 'gone',
    uuid: uuidOf(7),
    name: 'Gone',
    modelUuid: '22222222-0000-4000-8000-000000000000',
    isProtected: false,
    note: 'No definition has the id "gone", so `policy: sync` would delete this play.',
  };
  const report = reportOf([create(desiredPlay('score'))], { orphans: [orphan] });

  it.each<readonly [string, (report: Report) => string]>([
    ['the summary', (told) => renderSummary(told, '')],
    ['the comment', (told) => renderComment(told, '', null)],
  ])('are in %s, with what would remove them', (_what, render) => {
    const text = render(report);
    expect(text).toContain('1 orphaned');
    expect(text).toContain(
      `[**Gone**](https://app.getcargo.io/workspaces/${workspaceUuid}/plays/${orphan.uuid})`,
    );
    expect(text).toContain('<code>accounts</code>');
    expect(text).toContain('policy&#58; sync&#96; would delete this play.');
  });

  it('are in the log', () => {
    expect(report.orphans.map(orphanLine)).toEqual([`orphaned: "Gone" (${orphan.uuid}). ${orphan.note}`]);
  });
});

describe('plays without a definition that are kept', () => {
  const on = actualPlay(7, 'gone', { name: 'Gone', isEnabled: true });
  const changes = (['disable', 'release'] as const).map((kind) => ({
    kind,
    change: remove('gone', on, kind),
  }));

  it.each(changes)('are told as such by a plan ($kind)', ({ kind, change }) => {
    const report = reportOf([change]);
    const { outputs } = outputsOf(report);
    const play = report.plays[0];
    expect(report.counts).toMatchObject({ [kind]: 1, delete: 0, none: 0 });
    expect(JSON.parse(outputs['plays'] ?? '')).toMatchObject({
      gone: { action: kind, status: 'planned', uuid: uuidOf(7), file: null, enabled: true },
    });
    expect([outputs['changed'], outputs['deleted'], outputs['uuids']]).toEqual(['true', '[]', '[]']);
    expect(idOutputs(report)).toEqual({});
    expect(play && playLine(1, 1, 4, play)).toBe(`[1/1] would ${kind.padEnd(7)} gone  ${uuidOf(7)}`);
    expect(closingLine(report)).toBe(`Done: 1 to ${kind}.`);
    for (const text of [renderSummary(report, ''), renderComment(report, '', null)]) {
      expect(text).toContain(`what a merge would do — 1 to ${kind}. Review the changes`);
      expect(text).toContain(`&nbsp;would&nbsp;${kind} |`);
      expect(text).toContain(`plays/${uuidOf(7)}`);
    }
  });

  it.each(changes)('are told as such by an apply ($kind)', ({ kind, change }) => {
    const outcome = { status: 'applied', change, play: on.play, note: null, live: null } as const;
    const report = reportOf([change], {}, { mode: 'apply', outcomes: [outcome] });
    const { outputs } = outputsOf(report);
    expect(JSON.parse(outputs['plays'] ?? '')).toMatchObject({
      gone: { action: kind, status: 'applied', enabled: kind === 'release' },
    });
    expect(JSON.parse(outputs['counts'] ?? '')).toMatchObject({ [kind]: 1 });
    expect([outputs['changed'], outputs['updated'], outputs['matrix']]).toEqual(['true', '[]', '']);
    const summary = renderSummary(report, '');
    expect(summary).toContain(`✅ Cargo plays: 1 ${kind}d`);
    // it is still there
    expect(summary).toContain(`plays/${uuidOf(7)}`);
  });

  it('that may not be removed are refused under what was to be done', () => {
    const refusal = { id: 'gone' as PlayId, desired: null, message: 'No.', uuids: [uuidOf(7)] };
    const report = reportOf([], { refusals: [{ ...refusal, removal: 'disable' }] });
    expect(report.plays).toMatchObject([{ id: 'gone', action: 'disable', status: 'refused', error: 'No.' }]);
  });
});

describe('a play whose protection changes', () => {
  const desired = { ...desiredPlay('score'), protect: true };
  const actual = actualPlay(1, 'score');
  const change = { ...update(desired, actual), protectDiffers: true } as Change;

  it('differs in that, in the words of the file', () => {
    const report = reportOf([change]);
    const [play] = report.plays;
    expect(play?.differences).toEqual([{ field: 'protect', before: false, after: true }]);
    expect(play && differenceLog(play)).toEqual(['        protect: false → true']);
    expect(renderSummary(report, '')).toContain(
      '<code>protect</code>: <code>false</code> → <code>true</code>',
    );
  });

  it('is drift for `create-only`, with a warning at its definition', () => {
    const drifted = { ...none(desired, actual), protectDiffers: true } as Change;
    const report = reportOf([drifted], {}, { policy: 'create-only' });
    expect(report.counts).toMatchObject({ drifted: 1, none: 0 });
    expect(annotationsOf(report)).toMatchObject([
      { level: 'warning', message: expect.stringContaining('its definition: protect.') as unknown },
    ]);
  });
});

describe('a quiet plan', () => {
  it('still says in the comment how many plays have no definition', () => {
    const desired = desiredPlay('score');
    const orphan = { id: 'gone', uuid: uuidOf(7), name: 'Gone', modelUuid: accountsUuid, note: '' };
    const live = none(desired, actualPlay(1, 'score'));
    const comment = (amount: number): string =>
      renderComment(
        reportOf([live], { orphans: Array(amount).fill({ ...orphan, isProtected: false }) }),
        '',
        null,
      );
    expect(comment(0)).not.toContain('definition any more');
    expect(comment(1)).toContain('The play matches its definition. 1 play has no definition any more.');
    expect(comment(2)).toContain('The play matches its definition. 2 plays have no definition any more.');
  });
});

describe("another owner's play", () => {
  const theirs = actualPlay(1, 'score', {
    description: 'Managed as code by acme/other#score',
    schedule: { type: 'watch' },
  });
  const mine = desiredPlay('score', { schedule: { type: 'cron', cron: '0 6 * * 1' } });
  const report = reportOf([none(mine, theirs, { note: 'Managed by acme/other.', foreign: true })]);

  it('is not among the uuids', () => {
    expect(outputsOf(report).outputs['uuids']).toBe('[]');
    expect(idOutputs(report)).toEqual({});
  });

  it('is shown with its own schedule', () => {
    expect(renderSummary(report, '')).toContain('when rows change');
    expect(renderSummary(report, '')).not.toContain('06:00');
    expect(report.counts).toMatchObject({ drifted: 1, none: 0 });
  });
});

describe('the table of plays', () => {
  const report = reportOf(
    [
      none(desiredPlay('same'), actualPlay(1, 'same')),
      create(desiredPlay('new')),
      update(desiredPlay('other', { limit: 5 }), actualPlay(2, 'other')),
      remove('gone', actualPlay(3, 'gone')),
    ],
    { refusals: [{ id: 'no' as PlayId, desired: desiredPlay('no'), message: 'Two of them.', uuids: [] }] },
  );
  const applied = reportOf([
    create(desiredPlay('new')),
    update(desiredPlay('other', { limit: 5 }), actualPlay(2, 'other')),
    remove('gone', actualPlay(3, 'gone')),
  ]);

  it('has the rows first that need attention, and folds those that do not', () => {
    const rows = (text: string): string[] =>
      [...text.matchAll(/^\| \S+&nbsp;.*\*\*(.*?)\*\*/gm)].map(([, name = '']) => name);
    expect(rows(renderSummary(applied, ''))).toEqual(['gone', 'other', 'new']);
    expect(rows(renderSummary(report, ''))[0]).toBe('no');
    const folded = renderSummary(report, '').split('<details><summary>1 unchanged</summary>')[1] ?? '';
    expect(folded).toContain('**same**');
  });

  it('has no UUIDs: they are in a separate table', () => {
    const [before = '', after = ''] = renderSummary(applied, '').split('<details><summary>UUIDs</summary>');
    expect(before.replace(/\(https:\S*\)/g, '')).not.toContain(uuidOf(2));
    expect(after).toContain(
      `<code>${uuidOf(2)}</code> | <code>${uuidOf(1_002)}</code> | <code>${uuidOf(2_002)}</code>`,
    );
  });

  it('does not link a deleted play', () => {
    const change = remove('gone', actualPlay(3, 'gone'));
    const { play } = actualPlay(3, 'gone');
    const done = reportOf(
      [change],
      {},
      { mode: 'apply', outcomes: [{ status: 'applied', change, play, note: null, live: null }] },
    );
    expect(done.plays[0]).toMatchObject({ uuid: uuidOf(3), url: null });
    expect(reportOf([change]).plays[0]?.url).toContain(uuidOf(3));
  });
});

describe('the headline', () => {
  const score = desiredPlay('score');
  const change = create(score);
  it.each<readonly [string, Report]>([
    [
      '🔍 Cargo plays: what a merge would do — 1 to create. Review the changes, then merge',
      reportOf([change]),
    ],
    ['✅ Cargo plays: a merge would change nothing — no plays', reportOf([])],
    [
      '❌ Cargo plays: a merge would fail — 1 refused. Resolve the refused plays as their rows say',
      reportOf([], { refusals: [{ id: score.id, desired: score, message: 'No.', uuids: [] }] }),
    ],
    [
      '❌ Cargo plays: failed — 1 failed. Fix the cause, then run the job again',
      reportOf(
        [change],
        {},
        { mode: 'apply', outcomes: [{ status: 'failed', change, play: null, error: 'No.', live: null }] },
      ),
    ],
    [
      '✅ Cargo plays: 1 created — the new plays are off',
      reportOf(
        [change],
        {},
        {
          mode: 'apply',
          outcomes: [
            { status: 'applied', change, play: actualPlay(1, 'score').play, note: null, live: null },
          ],
        },
      ),
    ],
    [
      '❌ Cargo plays: the definitions have errors — 1 error in the definitions, 1 not attempted. Correct them at the places listed below',
      unplanned(1, { diagnostics: [wrong('plays/play-1.yml')] }),
    ],
    [
      '⏹️ Cargo plays: cancelled — 2 not attempted. Run the job again to do the rest',
      unplanned(2, { cancelled: true }),
    ],
  ])('says what happened and what to do: %s', (expected, report) => {
    expect(headline(report)).toBe(`## ${expected}`);
  });

  it('says how many of the new plays are off, where some are on', () => {
    const { play } = actualPlay(1, 'score');
    const applied = { status: 'applied', change, play, note: null, live: null } as const;
    const report = reportOf([change], {}, { mode: 'apply', outcomes: [applied] });
    const [off] = report.plays;
    if (off === undefined) throw new Error('the report has no play');
    const on = { ...off, enabled: true };
    expect(headline({ ...report, plays: [on, off] })).toContain('— 1 of the new plays is off');
    expect(headline({ ...report, plays: [off, on, off] })).toContain('— 2 of the new plays are off');
    expect(headline({ ...report, plays: [on] })).not.toContain('off');
  });
});

describe('what changes cost', () => {
  const costing = (count: number, sentences: readonly string[]): string => {
    const ids = Array.from({ length: count }, (_, index) => `play-${String(index)}`);
    const report = reportOf(
      ids.map((id) => create(desiredPlay(id))),
      { impacts: new Map(ids.map((id) => [id as PlayId, sentences])) },
    );
    return renderSummary(report, '').split('### 💸 What this costs')[1] ?? '';
  };

  it('is told in a line for each play', () => {
    const text = costing(2, ['Runs twice a day.', 'It has *no* limit.']);
    expect(text).toContain('Cargo bills each record in every run.');
    expect(text.match(/^- .*$/gm)).toEqual([
      '- **play-0**: Runs twice a day. It has &#42;no&#42; limit.',
      '- **play-1**: Runs twice a day. It has &#42;no&#42; limit.',
    ]);
  });

  it('is folded where it is about many plays, and left out where nothing costs more', () => {
    expect(costing(15, ['Runs twice a day.'])).not.toContain('plays run more often');
    expect(costing(16, ['Runs twice a day.'])).toContain(
      '<details><summary>16 plays run more often or on more records</summary>',
    );
    expect(costing(16, [])).toBe('');
  });
});
