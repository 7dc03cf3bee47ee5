import { describe, expect, it } from 'vitest';
import {
  endsWithLine,
  ownText,
  readOwnership,
  readOwnerships,
  sameOwner,
  writeOwnership,
} from '../../src/reconcile/ownership.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';

const line = 'Managed as code by acme/revenue#score';

describe('an ownership line', () => {
  it.each([
    ['alone', line, ''],
    ['last', `Text\n\n${line}`, 'Text'],
    ['last, with blanks after it', `Text\n\n${line} \n\n`, 'Text'],
    ['first', `${line}\n\nText`, 'Text'],
    ['between two paragraphs', `One\n\n${line}\n\nTwo`, 'One\n\nTwo'],
    ['between two lines', `One\n${line}\nTwo`, 'One\nTwo'],
    ['with a text right after it', `One\n\n${line}\nTwo`, 'One\n\nTwo'],
    ['indented', `Text\n\n  ${line}`, 'Text'],
    ['in a list', `Text\n- ${line}`, 'Text'],
    ['in a numbered list', `Text\n2. ${line}`, 'Text'],
    ['in a quote', `Text\n> ${line}`, 'Text'],
    ['in bold', `Text\n**${line}**`, 'Text'],
    ['in italics', `Text\n_${line}_`, 'Text'],
    ['in a list, in bold italics', `Text\n* **_${line}_**`, 'Text'],
    ['as code', `Text\n\`${line}\``, 'Text'],
    ['with blanks of HTML', `Text\n&nbsp;${line}&nbsp;`, 'Text'],
    ['with escapes of HTML', 'Text\nManaged as code by acme&#x2F;revenue&#35;score', 'Text'],
    ['with escapes of Markdown', 'Text\nManaged as code by acme/revenue\\#score', 'Text'],
    ['with line ends of Windows', `Text\r\n\r\n${line}\r\n`, 'Text'],
    ['with blanks that do not break', `Text\n\u00a0${line.replaceAll(' ', '\u00a0')}\u200b`, 'Text'],
  ])('counts %s', (_where, description, text) => {
    expect(readOwnerships(description)).toEqual([{ owner: 'acme/revenue', id: 'score' }]);
    expect(ownText(description)).toBe(text);
  });

  it.each([
    ['inside a sentence', `It is ${line}.`],
    ['with words after it', `${line} since May`],
    ['with a blank before the id', 'Managed as code by acme/revenue #score'],
    ['without an owner', 'Managed as code by #score'],
    ['without an id', 'Managed as code by acme/revenue#'],
    ['with an id of another form', 'Managed as code by acme/revenue#Score'],
  ])('does not count %s', (_where, description) => {
    expect(readOwnership(description)).toBeNull();
    expect(ownText(description)).toBe(description);
  });

  it('keeps an id that ends as emphasis does', () => {
    for (const text of [
      'Managed as code by o#a_',
      '_Managed as code by o#a__',
      '**Managed as code by o#a_**',
    ])
      expect(readOwnership(text)).toEqual({ owner: 'o', id: 'a_' });
  });

  it('is read as often as it is there', () => {
    expect(readOwnerships(`${line}\nText\n${line}`)).toHaveLength(2);
    expect(ownText(`${line}\nText\n${line}`)).toBe('Text');
    expect(readOwnerships(null)).toEqual([]);
  });

  it('is known to stand at the end as it was written', () => {
    const owner = 'acme/revenue' as Owner;
    for (const text of [undefined, '', 'Text', 'Text\n\nMore\n'])
      expect(endsWithLine(writeOwnership(text, owner, 'score'))).toBe(true);
    for (const text of [null, '', 'Text', `${line}\nText`, `Text\n**${line}**`])
      expect(endsWithLine(text)).toBe(false);
  });

  it('has an owner without case', () => {
    expect(sameOwner('Acme/REVENUE', 'acme/revenue')).toBe(true);
    expect(sameOwner('acme/revenue', 'acme/other')).toBe(false);
  });
});
