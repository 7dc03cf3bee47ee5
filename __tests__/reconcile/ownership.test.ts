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
const score = { owner: 'acme/revenue', id: 'score' };

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
    expect(readOwnerships(description)).toEqual([{ ...score, isProtected: false }]);
    expect(ownText(description)).toBe(text);
  });

  it.each([
    ['as it is written', `${line}, protected`],
    ['without a blank', `${line},protected`],
    ['with other blanks', `${line} ,\u00a0 protected \r\n`],
    ['with a capital', `${line}, Protected`],
    ['in a list', `- ${line}, protected`],
    ['in bold', `**${line}, protected**`],
    ['in italics', `_${line}, protected_`],
    ['with one word in bold', `${line}, **protected**`],
    ['with one word as code, in italics', `_${line}, \`protected\`_`],
    ['with one word in italics, in bold', `**${line}, *protected***`],
    ['with the line alone in bold', `**${line}**, protected`],
    ['with the line alone in italics', `_${line}_, protected`],
    ['with escapes of HTML', `${line}&#44;&nbsp;protected`],
    ['with escapes of Markdown', `${line}\\, protected`],
  ])('is read as protected %s', (_how, written) => {
    for (const description of [written, `Text\n\n${written}`, `${written}\n\nText`]) {
      expect(readOwnerships(description)).toEqual([{ ...score, isProtected: true }]);
      expect(ownText(description)).toBe(description === written ? '' : 'Text');
    }
  });

  it.each([
    ['by a word in the text', `Protected.\n\n${line}`],
    ['by a line of its own', `${line}\n\nprotected`],
    ['by a line that speaks of it', `This play is managed, protected\n${line}`],
    ['by an owner that ends so', 'Managed as code by acme, protected#score'],
    ['by an id that ends so', 'Managed as code by acme/revenue#score-protected'],
  ])('is not protected %s', (_how, description) => {
    expect(readOwnerships(description)).toMatchObject([{ isProtected: false }]);
  });

  it('is protected under an owner that ends as one that is', () => {
    const owner = 'acme, protected' as Owner;
    for (const isProtected of [true, false])
      expect(readOwnerships(writeOwnership('Text', owner, 'a_', isProtected))).toEqual([
        { owner, id: 'a_', isProtected },
      ]);
  });

  it.each([
    ['inside a sentence', `It is ${line}.`],
    ['with words after it', `${line} since May`],
    ['with other words behind a comma', `${line}, protected since May`],
    ['protected without a comma', `${line} protected`],
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
      expect(readOwnership(text)).toEqual({ owner: 'o', id: 'a_', isProtected: false });
    for (const text of [
      'Managed as code by o#a_, protected',
      '_Managed as code by o#a_, protected_',
      '_Managed as code by o#a__, protected',
      '_Managed as code by o#a_, _protected__',
    ])
      expect(readOwnership(text)).toEqual({ owner: 'o', id: 'a_', isProtected: true });
  });

  it('is read as often as it is there', () => {
    expect(readOwnerships(`${line}\nText\n${line}`)).toHaveLength(2);
    expect(ownText(`${line}\nText\n${line}`)).toBe('Text');
    expect(readOwnerships(null)).toEqual([]);
  });

  it('is known to stand at the end as it was written', () => {
    const owner = 'acme/revenue' as Owner;
    for (const text of [undefined, '', 'Text', 'Text\n\nMore\n'])
      for (const isProtected of [true, false])
        expect(endsWithLine(writeOwnership(text, owner, 'score', isProtected))).toBe(true);
    for (const text of [null, '', 'Text', `${line}\nText`, `Text\n**${line}**`, `${line},protected`])
      expect(endsWithLine(text)).toBe(false);
  });

  it('has an owner without case', () => {
    expect(sameOwner('Acme/REVENUE', 'acme/revenue')).toBe(true);
    expect(sameOwner('acme/revenue', 'acme/other')).toBe(false);
  });
});
