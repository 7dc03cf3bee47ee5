import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { renderComment } from '../../src/report/comment.ts';
import { closingLine, differenceLog, playLine } from '../../src/report/log.ts';
import { plain } from '../../src/report/markdown.ts';
import { outputsOf, reportJson } from '../../src/report/outputs.ts';
import type { Facts } from '../../src/report/build.ts';
import { createRedactor } from '../../src/report/redact.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { actualPlay, create, desiredPlay, reportOf, update } from '../support/report.ts';
import { undone } from '../support/undone.ts';

const printable = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index));
/** Tokens in which each printable character stands first, last, and in the middle. */
const tokens = printable.map((each, index) => {
  const other = printable[(index + 31) % printable.length] ?? '';
  return `${each}Ab1${each}${other}cD2${each}eF3gH4iJ5kL6${each}`;
});

const entity = (each: string): string => `&#${String(each.charCodeAt(0))};`;
const percent = (each: string): string => `%${each.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** The ways in which somebody may write a token. */
function writings(token: string): string[] {
  return [
    token,
    encodeURIComponent(token),
    Array.from(token, percent).join(''),
    Array.from(token, entity).join(''),
    Array.from(token, (each) => `&#x${each.charCodeAt(0).toString(16)};`).join(''),
    token.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
    JSON.stringify(token).slice(1, -1),
    btoa(token),
    btoa(`Bearer ${token}`),
    btoa(`user:${token}`).replaceAll('+', '-').replaceAll('/', '_'),
    btoa(`a:${token}:b`),
  ];
}

/** Everything that leaves a run in which everybody says the token. */
function leaving(token: string, text: string): string[] {
  const redact = createRedactor(token);
  const score = desiredPlay('score', { name: `Score ${text}`, description: text, schedule: { type: text } });
  const other = desiredPlay('other', { description: `${'x'.repeat(280)}${text}` });
  const filter = { conjonction: 'and', groups: [{ [text]: text }] };
  const long = [50, 100, 280, 290, 490, 590, 990, 1_990].map(
    (length) => `${'y'.repeat(length)}${text} and more`,
  );
  const place = { file: 'plays/score.yml', line: 1, column: 70, endColumn: 75 };
  const facts: Partial<Facts> = {
    problems: long,
    warnings: [text],
    notices: [text],
    diagnostics: long.map((message, index) => ({
      severity: 'error',
      code: 'wrong-value',
      message,
      place: { ...place, excerpt: `${'z'.repeat(index * 3)}${text}${'z'.repeat(90)}` },
    })),
  };
  const changes = [update(score, actualPlay(1, 'score', { name: text }, { filter })), create(other)];
  const report = reportOf(changes, {}, facts, redact);
  const { outputs } = outputsOf(report);
  return [
    ...report.diagnostics.flatMap((each) => renderDiagnostic(each).split('\n').map(plain)),
    ...report.plays.flatMap((play) => [playLine(1, 2, 20, play), ...differenceLog(play)]),
    closingLine(report),
    ...annotationsOf(report).map(({ message }) => message),
    renderSummary(report, ''),
    renderComment(report, '<!-- marker -->', null),
    ...Object.values(outputs),
    reportJson(report),
  ].map(redact);
}

describe('the token', () => {
  it.each(tokens)('%s is in no output', (token) => {
    const bytes = leaving(token, writings(token).join(' ')).join('\n');
    for (const reading of undone(bytes)) {
      expect(reading.includes(token)).toBe(false);
      // nor is the better part of it
      expect(reading.includes(token.slice(0, 12))).toBe(false);
    }
  });

  it.each(tokens)('%s is taken out of a text that was cut in it', (token) => {
    const redact = createRedactor(token);
    const percentEncoded = Array.from(token, percent).join('');
    for (const writing of [token, encodeURIComponent(token), percentEncoded, btoa(`${token}xyz`)]) {
      for (let length = Math.ceil(writing.length / 2) + 4; length < writing.length; length += 1)
        expect(redact(`before ${writing.slice(0, length)}…`)).toMatch(/^before \*\*\*[\w+/=-]{0,5}…$/);
    }
  });

  it('keeps text that only starts like it', () => {
    const redact = createRedactor('cargo-0123456789abcdef');
    expect(redact('cargo-01234567 and cargo-cargo-0123456789abcdef')).toBe('cargo-01234567 and cargo-***');
  });

  it('of thousands of characters is found fast, and so is none', () => {
    const token = 'x1y2'.repeat(1_000);
    const redact = createRedactor(token);
    expect(redact(`a ${token} b ${token.slice(0, 2_000)}…`)).toBe('a *** b ***…');
    expect(createRedactor(null)(token)).toBe(token);
  });

  it('that is too short to be one is left, or no word could be read', () => {
    expect(createRedactor('a')('a word')).toBe('a word');
  });
});
