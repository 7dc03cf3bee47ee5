import { describe, expect, it } from 'vitest';
import { unlessStopped } from '../../../src/reconcile/workflow/unless-stopped.ts';

describe('a request that ends with the run', () => {
  it('gives its answer', async () => {
    expect(await unlessStopped(() => Promise.resolve(5), new AbortController().signal)).toBe(5);
  });

  it('gives nothing as soon as the run is cancelled, whatever becomes of it', async () => {
    const stop = new AbortController();
    let refuse: (error: Error) => void = () => undefined;
    const asked = unlessStopped(() => new Promise((_resolve, reject) => (refuse = reject)), stop.signal);
    stop.abort();
    expect(await asked).toBe(null);
    refuse(new Error('too late'));
  });

  it('is not sent after the run was cancelled', async () => {
    let sent = 0;
    expect(await unlessStopped(() => Promise.resolve((sent += 1)), AbortSignal.abort())).toBe(null);
    expect(sent).toBe(0);
  });

  it('fails where it fails', async () => {
    const failing = unlessStopped(() => Promise.reject(new Error('no')), new AbortController().signal);
    await expect(failing).rejects.toThrow('no');
  });
});
