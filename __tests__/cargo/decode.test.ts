import { describe, expect, it } from 'vitest';
import * as decode from '../../src/cargo/decode.ts';
import { ApiError } from '../../src/errors.ts';

const asked = { method: 'GET', path: '/a/list', what: 'list them' };
const row = { uuid: 'u', name: 'Score', modelUuid: 'm', description: null, deletedAt: null };
const quiet = (): void => undefined;

describe('a list of plays', () => {
  it('has each play once, however often it is listed', () => {
    const plays = decode.decodePlays({ plays: [row, { ...row, uuid: 'v' }, row] }, asked);
    expect(plays.map(({ uuid }) => uuid)).toEqual(['u', 'v']);
  });

  it.each([
    [undefined, null],
    [null, null],
    ['', null],
    [false, null],
    ['0001-01-01T00:00:00Z', null],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    [1_767_225_600, '1767225600'],
  ])('takes `deletedAt` %j for %j', (deletedAt, expected) => {
    expect(decode.decodePlays({ plays: [{ ...row, deletedAt }] }, asked)[0]?.deletedAt).toBe(expected);
  });

  it.each([
    ['no change kinds', row, true],
    ['no name', { ...row, name: 7 }, false],
    ['no model', { ...row, modelUuid: null }, false],
    ['nothing but a uuid', { uuid: 'u' }, false],
  ])('keeps a row with %s', (_what, lean, isReadable) => {
    const [play] = decode.decodePlays({ plays: [lean, { ...row, uuid: 'v' }] }, asked);
    expect(play).toMatchObject({ uuid: 'u', isReadable });
    expect(() => play?.read()).toThrow(ApiError);
  });

  it('is the last page where it says so', () => {
    const last = { plays: [row], hasMore: false, nextCursor: null, nextPageToken: '' };
    expect(decode.decodePlays(last, asked)).toHaveLength(1);
  });

  it.each([
    ['no list', {}],
    ['something else', { plays: {} }],
    ['a row without a uuid', { plays: [{ name: 'Score' }] }],
    ['a row that is none', { plays: [null] }],
    ['no play that tells anything', { plays: [{ uuid: 'u' }, { uuid: 'v', description: null }] }],
    ['a further page', { plays: [row], hasMore: true }],
    ['the cursor of a further page', { plays: [row], nextCursor: 'x' }],
    ['nothing', null],
  ])('is not readable with %s in it', (_what, json) => {
    expect(() => decode.decodePlays(json, asked)).toThrow(
      expect.objectContaining({ code: 'unreadable-answer', certainty: 'doubtful' }) as Error,
    );
  });
});

describe('a uuid', () => {
  const lower = 'abcdef00-0000-4000-8000-0000000000aa';
  const upper = lower.toUpperCase();
  const keys = ['uuid', 'workspaceUuid', 'workflowUuid', 'segmentUuid', 'modelUuid'] as const;

  it('has one spelling, whatever the case that Cargo writes it in', () => {
    const spelled = { ...row, ...Object.fromEntries(keys.map((key) => [key, upper])) };
    const whole = { ...spelled, folderUuid: upper, changeKinds: [], runCreationRule: 'once' };
    const [listed] = decode.decodePlays({ plays: [whole, { ...whole, uuid: lower }] }, asked);
    for (const play of [listed, listed?.read(), decode.decodePlay({ play: whole }, asked)])
      expect(play).toMatchObject(Object.fromEntries(keys.map((key) => [key, lower])));
    expect(listed?.read().folderUuid).toBe(lower);
    expect(decode.decodePlays({ plays: [whole, { ...whole, uuid: lower }] }, asked)).toHaveLength(1);
    const segment = decode.decodeSegments({ segments: [{ uuid: upper }] }, asked).get(lower);
    expect([segment?.uuid, segment?.read().uuid]).toEqual([lower, lower]);
  });

  it('of another form stays as it is', () => {
    expect(decode.decodePlays({ plays: [{ ...row, uuid: 'Play-A' }] }, asked)[0]?.uuid).toBe('Play-A');
  });
});

describe('a list of models, datasets or folders', () => {
  it('passes over a row that can not be read, and tells it', () => {
    const told: string[] = [];
    const passOver = (which: string): number => told.push(which);
    const good = { uuid: 'm', slug: 'accounts', name: 'Accounts', kind: 'play' };
    const bad = { uuid: 'bad', slug: 7, name: 7, kind: 7 };
    expect(decode.decodeModels({ models: [good, bad, good] }, asked, passOver)).toHaveLength(1);
    expect(decode.decodeDatasets({ datasets: [bad, good] }, asked, passOver)).toHaveLength(1);
    expect(decode.decodeFolders({ folders: [good, bad] }, asked, passOver)).toHaveLength(1);
    expect(told).toEqual(['models: bad', 'datasets: bad', 'folders: bad']);
  });

  it('is not readable where a row has no uuid', () => {
    expect(() => decode.decodeModels({ models: [{ slug: 'a' }] }, asked, quiet)).toThrow(ApiError);
  });
});
