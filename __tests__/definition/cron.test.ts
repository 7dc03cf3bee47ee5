import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverRuns, parseCron } from '../../src/definition/cron.ts';

/** What another program makes of a cron, which knows more than five fields of numbers and names. */
function asCronerReads(text: string): Cron | null {
  try {
    return new Cron(text, { timezone: 'UTC', paused: true });
  } catch {
    return null;
  }
}

const names = 'jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat SUN Jul xyz'.split(
  ' ',
);
const number = fc.oneof(
  fc.integer({ min: 0, max: 65 }).map(String),
  fc.constantFrom('00', '07', '7', '12', '31'),
);
const end = fc.oneof({ weight: 3, arbitrary: number }, fc.constantFrom(...names, '*'));
const part = fc
  .tuple(end, fc.option(end), fc.option(fc.oneof(fc.integer({ min: 0, max: 65 }), fc.constantFrom(1, 2, 7))))
  .map(
    ([from, to, step]) => from + (to === null ? '' : `-${to}`) + (step === null ? '' : `/${String(step)}`),
  );
const field = fc.oneof(
  { weight: 2, arbitrary: part },
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
);

describe('a cron', () => {
  it.each([0, 1, 2, 3, 4])('is taken or refused by field %i as croner does it', (index) => {
    const property = fc.property(field, (text) => {
      const fields = ['*', '*', '*', '*', '*'];
      fields[index] = text;
      const whole = fields.join(' ');
      expect(parseCron(whole) !== null).toBe(asCronerReads(whole) !== null);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  const days = fc.constantFrom('*', '*/2', '1', '15', '29', '30', '31', '30-31', '31,1', '29/1', '*/31');
  const months = fc.constantFrom('*', '2', 'feb', '4', '2,4', '4,6,9,11', '2-3', '1', 'jun-jul', '*/12');
  const weekDays = fc.constantFrom('*', '*', '1', '*/1', '0-6', 'fri-sun');

  it('never runs where croner finds no date', () => {
    const property = fc.property(days, months, weekDays, (day, month, weekDay) => {
      const whole = `0 6 ${day} ${month} ${weekDay}`;
      expect(neverRuns(whole)).toBe(asCronerReads(whole)?.nextRun(new Date(0)) === null);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it.each([
    '0 6 L * *',
    '0 6 1W * *',
    '0 6 * * 1#2',
    '0 6 * * 5L',
    '0 6 ? * *',
    '0 0 6 * * 1',
    '@daily',
    '0 6 * *',
    '',
  ])('does not read %j, which Cargo would not take', (text) => {
    expect(parseCron(text)).toBeNull();
  });

  it.each(['2-*', '*-2', '5/10', 'mon/2', '*/0', '*/61', '9-2', '1,,2', '1-2-3', '-1'])(
    'does not read the field %j',
    (text) => {
      expect(parseCron(`${text} * * * *`)).toBeNull();
      expect(parseCron(`* * * * ${text}`)).toBeNull();
    },
  );
});
