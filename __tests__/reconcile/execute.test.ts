import { describe, expect, it } from 'vitest';
import { execute } from '../../src/reconcile/execute.ts';
import type { Job, Progress, Step } from '../../src/reconcile/execute.ts';

type State = readonly string[];

const adds =
  (what: string): Step<State> =>
  (state, turn) =>
    turn(() => Promise.resolve({ kind: 'done', state: [...state, what] }));
const fails: Step<State> = (state) => Promise.resolve({ kind: 'failed', state, error: 'It broke.' });

const job = (id: string, steps: readonly Step<State>[], waitsFor: readonly string[] = []): Job<State> => ({
  id,
  waitsFor,
  state: [],
  steps,
});

async function run(
  jobs: readonly Job<State>[],
  stop = new AbortController(),
): Promise<{ readonly order: readonly string[]; readonly ended: ReadonlyMap<string, Progress<State>> }> {
  const order: string[] = [];
  const ended = await execute(jobs, {
    parallelism: 2,
    stop: stop.signal,
    pause: () => Promise.resolve(),
    breathe: () => Promise.resolve(),
    onEnd: (id) => order.push(id),
  });
  return { order, ended };
}

describe('jobs', () => {
  it('are done after those they wait for, step by step', async () => {
    const { order, ended } = await run([
      job('b', [adds('b1'), adds('b2')], ['a', 'elsewhere']),
      job('a', [adds('a1')]),
    ]);
    expect(order).toEqual(['a', 'b']);
    expect(ended.get('b')).toEqual({ kind: 'done', state: ['b1', 'b2'] });
  });

  it('tell how far they came, and keep those that wait for them from beginning', async () => {
    const { ended } = await run([
      job('a', [adds('a1'), fails, adds('a3')]),
      job('b', [adds('b1')], ['a']),
      job('c', [adds('c1')], ['b']),
      job('d', [adds('d1')]),
    ]);
    expect(Object.fromEntries(ended)).toEqual({
      a: { kind: 'failed', state: ['a1'], error: 'It broke.' },
      b: { kind: 'not-attempted', state: [], error: 'It needs "a", which failed.' },
      c: { kind: 'not-attempted', state: [], error: 'It needs "b", which was not attempted.' },
      d: { kind: 'done', state: ['d1'] },
    });
  });

  it('that have nothing to do let others in before each of them', async () => {
    const events: string[] = [];
    await execute([job('a', []), job('b', []), job('c', [adds('c1')])], {
      parallelism: 2,
      stop: new AbortController().signal,
      pause: () => Promise.resolve(void events.push('pause')),
      breathe: () => Promise.resolve(void events.push('breathe')),
      onEnd: (id) => events.push(id),
    });
    expect(events).toEqual(['pause', 'a', 'pause', 'b', 'pause', 'breathe', 'pause', 'c']);
  });

  it('that wait for a turn get it before the one that had it is told', async () => {
    const events: string[] = [];
    const sends: Step<State> = (state, turn) =>
      turn(() => {
        events.push('sent');
        return Promise.resolve({ kind: 'done', state });
      });
    await execute([job('a', [sends]), job('b', [sends])], {
      parallelism: 1,
      stop: new AbortController().signal,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      breathe: () => Promise.resolve(),
      onEnd: (id) => events.push(id),
    });
    expect(events).toEqual(['sent', 'sent', 'a', 'b']);
  });

  it('begin no step after a stop; what is half done has failed', async () => {
    const stop = new AbortController();
    const stops: Step<State> = (state) => {
      stop.abort();
      return Promise.resolve({ kind: 'done', state: [...state, 'stopped'] });
    };
    const { ended } = await run([job('a', [stops, adds('a2')]), job('b', [adds('b1')])], stop);
    expect(ended.get('a')).toMatchObject({ kind: 'failed', state: ['stopped'] });
    expect(ended.get('b')).toMatchObject({ kind: 'not-attempted', state: [] });
  });

  it('that wait for a place when the signal arrives do nothing any more', async () => {
    const stop = new AbortController();
    const last: Step<State> = (state, turn) =>
      turn(() => {
        stop.abort();
        return Promise.resolve({ kind: 'done', state: [...state, 'last'] });
      });
    const ended = await execute([job('a', [last]), job('b', [adds('b1')])], {
      parallelism: 1,
      stop: stop.signal,
      pause: () => Promise.resolve(),
      breathe: () => Promise.resolve(),
      onEnd: () => undefined,
    });
    expect(ended.get('a')).toEqual({ kind: 'done', state: ['last'] });
    expect(ended.get('b')).toMatchObject({ kind: 'not-attempted', state: [] });
  });

  it('that meet a bug end the run with it', async () => {
    const broken: Step<State> = (_state, turn) => turn(() => Promise.reject(new Error('a bug')));
    await expect(run([job('a', [broken]), job('b', [adds('b1')])])).rejects.toThrow('a bug');
  });

  it('notice a signal that arrives while they wait for their turn', async () => {
    const stop = new AbortController();
    const ended = await execute([job('a', [adds('a1')])], {
      parallelism: 1,
      stop: stop.signal,
      pause: () => Promise.resolve(),
      breathe: () => {
        stop.abort();
        return Promise.resolve();
      },
      onEnd: () => undefined,
    });
    expect(ended.get('a')).toMatchObject({ kind: 'not-attempted', state: [] });
  });
});
