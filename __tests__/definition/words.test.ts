import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import { nearest, slipOf } from '../../src/definition/nearest.ts';
import { cut, visible } from '../../src/definition/visible.ts';
import { cronMessage } from '../../src/definition/cron-mistakes.ts';
import { kindOf, notOneOf, shown } from '../../src/definition/words.ts';

describe('the word that was meant', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['acounts', ['contacts', 'accounts'], 'accounts'],
    ['ACCOUNTS', ['Accounts'], 'Accounts'],
    ['accuonts', ['accounts'], 'accounts'],
    ['ab', ['xy', 'ax'], 'ax'],
    ['a', ['b'], 'b'],
    ['abc', ['axy'], undefined],
    ['abcdef', ['abcdxy'], 'abcdxy'],
    ['abcdef', ['abcxyz'], undefined],
    ['abcd', ['abcdef'], 'abcdef'],
    ['abcd', ['abcdefg'], 'abcdefg'],
    ['abcd', ['abcdefg', 'abcdxyz'], undefined],
    ['ab', ['abcdefg'], undefined],
    ['abcdef', ['abcdxy', 'abcdex', 'abcdey'], 'abcdex'],
    ['accounts', [], undefined],
    ['x'.repeat(80), ['x'.repeat(79)], 'x'.repeat(79)],
    ['x'.repeat(81), ['x'.repeat(80)], undefined],
  ])('by %j, of %j, is %s', (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  it.each([
    ['strnig', 'string'],
    ['Boolean', 'boolean'],
    ['bool', 'boolean'],
    ['NUM', 'number'],
    ['obj', 'object'],
    ['ob', undefined],
    ['ean', undefined],
    // a third of its length, but three slips
    ['objectprop', 'objectProperty'],
    ['xyzectProperty', undefined],
  ])('by %s, of a closed list, is %s', (word, meant) => {
    expect(slipOf(word, ['string', 'number', 'boolean', 'object', 'objectProperty'])).toBe(meant);
  });
});

describe('a text to show', () => {
  it.each([
    ['as it is: é 漢 👩‍💻\t.', 'as it is: é 漢 👩‍💻\t.'],
    ['one\ntwo\r\n', 'one\\ntwo\\r\\n'],
    ['\u0000\u001b[31m', '\\u{0}\\u{1b}[31m'],
    ['\u202eabc\u2028\u2029\ufeff', '\\u{202e}abc\\u{2028}\\u{2029}\\u{feff}'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('hides nothing: %j', (text, there) => {
    expect(visible(text)).toBe(there);
  });

  it.each([
    ['abcd', 'abcd'],
    ['abcde', 'abc…'],
    ['ab😀', 'ab😀'],
    ['ab😀c', 'ab…'],
    ['a😀bc', 'a😀…'],
  ])('of four characters at most: %s', (text, there) => {
    expect(cut(text, 4)).toBe(there);
  });

  it.each<[unknown, string, string]>([
    ['a', '"a"', 'text ("a")'],
    ['x'.repeat(81), `"${'x'.repeat(79)}…"`, `text ("${'x'.repeat(79)}…")`],
    ['\ud800', '"\ufffd"', 'text ("\ufffd")'],
    [5, '5', 'the number 5'],
    [true, 'true', 'true'],
    [null, 'empty', 'empty'],
    [[1], 'a list', 'a list'],
    [{ a: 1 }, 'a mapping', 'a mapping'],
  ])('of any kind: %j', (value, quoted, kind) => {
    expect([shown(value), kindOf(value)]).toEqual([quoted, kind]);
  });

  it.each<[unknown, readonly string[], string]>([
    ['yes', ['no'], '"yes" is not allowed here. It must be no.'],
    ['tru', ['true', 'false'], '"tru" is not allowed here. Did you mean "true"? Allowed: true, false.'],
    [
      'Varchar',
      ['string', 'date'],
      '"Varchar" is not allowed here. Did you mean "string"? Allowed: string, date.',
    ],
    // what a word stands for elsewhere says nothing where that is not allowed
    ['varchar', ['number', 'date'], '"varchar" is not allowed here. Allowed: number, date.'],
    [5, ['a', 'b'], '5 is not allowed here. Allowed: a, b.'],
  ])('where %j is none of %j', (value, allowed, message) => {
    expect(notOneOf(value, allowed, new Map([['varchar', ['string']]]))).toBe(message);
  });
});

describe('a cron that is none', () => {
  it.each<[unknown, string | null]>([
    [' TZ=Europe/Paris 0 6 * * 1', 'TZ=Europe/Paris'],
    ['cron_tz=UTC\t0 6 * * 1', 'cron_tz=UTC'],
    ['0 6 * * TZ=UTC', null],
    ['0 6 L * *', null],
    ['@every 1d', null],
    [5, null],
  ])('%j is told with its time zone, where it has one: %s', (value, zone) => {
    expect(cronMessage(value)).toMatch(
      zone === null
        ? /^.+ is not a valid cron expression\. Write five fields .+ of `\*`, numbers, .+ "@every 1h30m"\.$/
        : `Cargo runs every cron schedule in UTC and does not accept a time zone such as "${zone}". Remove it, and write the hours in UTC.`,
    );
  });
});

describe('a cron with a known mistake', () => {
  it.each([
    ['0 6 * *', /^This cron has 4 fields\. Cargo takes five: minute, /],
    ['6', /^This cron has one field\. /],
    ['0 0 6 * * 1', /^This cron has six fields\. .+ Remove the seconds, which come first, or the year, /],
    ['*/15 25 * * *', 'The hour is 25. It goes from 0 to 23.'],
    ['60 6 * * *', 'The minute is 60. It goes from 0 to 59.'],
    ['0 6 1-32/2 * *', 'The day of the month is 32. It goes from 1 to 31.'],
    ['0 6 1 0 *', 'The month is 0. It goes from 1 to 12.'],
    ['0 6 * * 1,8', 'The day of the week is 8. It goes from 0 to 7.'],
    [' @Daily', 'Cargo does not know "@Daily". Write "0 0 * * *".'],
    ['‘0 6 * * 1’', "Use straight quotes (') around the cron."],
  ])('%j is told what is wrong with it', (value, message) => {
    expect(cronMessage(value)).toMatch(message);
  });
});

describe('a line with its part marked', () => {
  const render = (excerpt: string, part: string): string => {
    const column = excerpt.indexOf(part) + 1;
    const place = { file: 'a.yml', line: 12, column, endColumn: column + part.length, excerpt };
    return renderDiagnostic({ severity: 'error', code: 'wrong-type', message: 'Wrong.', place })
      .split('\n')
      .slice(1)
      .join('\n');
  };

  it.each([
    ['limit: many', 'many', '  12 | limit: many\n     |        ^^^^'],
    ['\tlimit: many # no', 'many', '  12 | \tlimit: many # no\n     | \t       ^^^^'],
    [`${'a'.repeat(60)}X`, 'X', `  12 | ${'a'.repeat(60)}X\n     | ${' '.repeat(60)}^`],
    [`${'a'.repeat(61)}X`, 'X', `  12 | …${'a'.repeat(60)}X\n     | ${' '.repeat(61)}^`],
    [`X${'a'.repeat(61)}`, 'X', `  12 | X${'a'.repeat(60)}\n     | ^`],
    ['a\u0007b', 'b', '  12 | a\\u{7}b\n     |       ^'],
    ['  X   ', 'X', '  12 |   X\n     |   ^'],
    ['x'.repeat(200), 'x'.repeat(200), `  12 | ${'x'.repeat(120)}\n     | ${'^'.repeat(120)}`],
    ['   ', '', ''],
  ])('%j', (excerpt, part, lines) => {
    expect(render(excerpt, part)).toBe(lines);
  });
});
