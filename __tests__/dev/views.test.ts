import { describe, expect, it } from 'vitest';
import { createLogView } from '../../dev/log-view.ts';
import { createStyle, widthOf } from '../../dev/style.ts';
import { viewSummary } from '../../dev/summary-view.ts';

const plain = createStyle(false);

/** The log as it is shown, given in one piece or in single characters. */
function viewed(log: string, pieces: readonly string[] = [log]): string {
  let shown = '';
  const view = createLogView(plain, (line) => (shown += line));
  for (const piece of pieces) view.push(piece);
  view.end();
  return shown;
}

describe('the log', () => {
  const log = [
    '::add-mask::s3cret',
    'hello s3cret',
    '::group::Apply, %25 of all',
    '[1/2] created',
    '::endgroup::',
    '::error title=Wrong,file=plays/x%2Cy.yml,line=3,endLine=3,col=1,endColumn=2::one%0Atwo',
    '::warning::s3cret',
    '::debug::nothing',
    '  ::notice::note',
    'no ::command:: here',
    'last',
  ].join('\n');

  it('shows groups as headings, annotations with their place, and no secret', () => {
    expect(viewed(log)).toBe(
      [
        'hello ***',
        '',
        'Apply, % of all',
        '  [1/2] created',
        'Error plays/x,y.yml:3:1 one',
        '  two',
        'Warning ***',
        'Notice note',
        'no ::command:: here',
        'last',
        '',
      ].join('\n'),
    );
  });

  it('is the same however it comes', () => {
    expect(viewed(log, log.split(''))).toBe(viewed(log));
  });
});

describe('the summary', () => {
  const view = (markdown: string, width = 100): string => viewSummary(markdown, plain, width);

  it('shows a table in columns', () => {
    expect(
      view('| Create | ✅ |\n| ---: | --- |\n| **12** | a&#124;b&nbsp;c |\n| 3 | <code>x</code> |\n\nEnd'),
    ).toBe(['Create   ✅', '12       a|b c', '3        x', '', 'End'].join('\n'));
  });

  it('shows a table that is too wide as paragraphs', () => {
    const table =
      '|  | Play | Model | Runs | Uuid |\n|---|---|---|---|---|\n| ➕ created | [**Score**](https://x.y)<br>note | accounts | daily | — |';
    expect(view(table, 40)).toBe(
      ['➕ created  Score · note', '    Model: accounts · Runs: daily'].join('\n'),
    );
  });

  it('shows a diagram as arrows', () => {
    const diagram =
      '```mermaid\nflowchart LR\n  m0[("accounts")]\n  p0["A #38; B"]\n  p1["C"]\n  m0 --> p0\n  p0 -.->|first| p1\n```';
    expect(view(diagram)).toBe(['accounts ──▶ A & B', '  A & B ── first ─▶ C'].join('\n'));
  });

  it('shows headings, alerts, folded parts and fences', () => {
    const markdown = [
      '## ✅ Done',
      '',
      '> [!WARNING]',
      '> - careful',
      '',
      '<details><summary>More</summary>',
      '',
      '```json',
      '{',
      '  "a": 1',
      '}',
      '```',
      '````yaml',
      '```',
      '````',
      '',
      '</details>',
    ];
    expect(view(markdown.join('\n'))).toBe(
      ['✅ Done', '', 'WARNING', '  - careful', '', '▸ More', '', '    {"a":1}', '    ```'].join('\n'),
    );
  });

  it('lets no text control the terminal', () => {
    expect(view('a&#27;[31mb\u001b[0m &#60;b&#62;')).toBe('a[31mb[0m <b>');
  });
});

describe('a style', () => {
  it('marks only where there are colours', () => {
    expect(createStyle(true).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(plain.red('x')).toBe('x');
  });

  it('knows how wide a text is', () => {
    expect(['abc', '✅', '✏️', '中文', 'é', '─'].map(widthOf)).toEqual([3, 2, 2, 4, 1, 1]);
  });
});
