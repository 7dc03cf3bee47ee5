import { describe, expect, it } from 'vitest';
import type { Diagnostic, Severity } from '../../src/definition/diagnostic.ts';
import { inOrder, Problems } from '../../src/definition/problems.ts';

/** A problem of a file at a place. */
function problem(file: string, line: number, column = 1, severity: Severity = 'error'): Diagnostic {
  const place = { file, line, column, endColumn: column + 1, excerpt: '' };
  return { severity, code: 'wrong-type', message: 'Wrong.', place };
}
const at = ({ place: { file, line, column } }: Diagnostic): string =>
  `${file}:${String(line)}:${String(column)}`;
const lines = (count: number, severity: Severity = 'error'): Diagnostic[] =>
  Array.from({ length: count }, (_, index) => problem('a', index + 1, 1, severity));

describe('problems', () => {
  it('are told by file and place, each once', () => {
    const given = [problem('b', 1), problem('a', 10), problem('a', 9, 2), problem('a', 9), problem('a', 10)];
    expect(inOrder(given).map(at)).toEqual(['a:9:1', 'a:9:2', 'a:10:1', 'b:1:1']);
  });

  it.each<[string, Diagnostic[], object | null]>([
    ['fifty', lines(50), null],
    [
      'one more',
      lines(51),
      { severity: 'error', message: 'This file has 1 more problem. Fix the ones above first.' },
    ],
    ['two more', lines(52), { message: 'This file has 2 more problems. Fix the ones above first.' }],
    ['more, of which none is an error', lines(52, 'warning'), { severity: 'warning' }],
    ['more, of which one is an error', [...lines(51, 'warning'), problem('a', 52)], { severity: 'error' }],
    // an error that is told says nothing of those that are not
    [
      'more warnings after an error',
      [problem('a', 1), ...lines(52, 'warning').slice(1)],
      { severity: 'warning' },
    ],
    [
      'more than are kept',
      lines(1_003),
      { severity: 'error', message: 'This file has 953 more problems. Fix the ones above first.' },
    ],
    ['more warnings than are kept', lines(1_003, 'warning'), { severity: 'warning' }],
    [
      'more than are kept, and an error among these',
      [...lines(1_003, 'warning'), problem('a', 2_000)],
      { severity: 'error' },
    ],
  ])('of one file are told up to fifty: %s', (_what, given, last) => {
    const told = inOrder([...given, problem('b', 1)]);
    const ofA = told.filter(({ place }) => place.file === 'a');
    expect(ofA.slice(0, 50).map(at)).toEqual(lines(50).map(at));
    if (last === null) expect(ofA).toHaveLength(50);
    else expect(ofA.slice(50)).toMatchObject([{ code: 'more-problems', place: { line: 50 }, ...last }]);
    expect(told.at(-1)?.place.file).toBe('b');
  });

  it('of a file are looked up no more once a thousand are kept, or five thousand were the same', () => {
    const many = new Problems();
    for (const [index, each] of lines(1_000).entries()) {
      expect(many.isFull('a')).toBe(false);
      many.add(each);
      expect(many.isFull('a')).toBe(index === 999);
    }
    expect(many.isFull('b')).toBe(false);
    const same = new Problems();
    for (let times = 0; times < 5_000; times += 1) {
      expect(same.isFull('a')).toBe(false);
      same.add(problem('a', 1));
    }
    expect(same.isFull('a')).toBe(true);
  });

  it('of a file that holds no definition after all are forgotten', () => {
    const problems = new Problems();
    problems.add(problem('a', 1));
    problems.add(problem('b', 1));
    problems.forget('a');
    expect(problems.inOrder().map(at)).toEqual(['b:1:1']);
  });
});
