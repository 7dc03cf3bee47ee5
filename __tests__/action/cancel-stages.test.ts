import { describe, expect, it } from 'vitest';
import { speed } from '../law/speed.ts';
import { act, actFast, counts, play, repository, sandbox, write } from '../support/action.ts';

/** A stage of a run, and the request that hangs in it when the signal comes. */
const stages = [
  ['SIGINT', 'listing', 'GET', /models\/list$/],
  ['SIGINT', 'creating', 'POST', /plays$/],
  ['SIGTERM', 'updating', 'PUT', /plays\//],
  ['SIGTERM', 'deleting', 'DELETE', /plays\//],
] as const;

describe('a run that is cancelled', () => {
  it.each(stages)(
    'by %s while %s ends in order within 7 seconds, and the next run does the rest',
    async (signal, stage, method, path) => {
      const server = await sandbox();
      const files = repository({
        'plays/a.yml': play({ name: 'A' }),
        ...(stage === 'deleting' ? {} : { 'plays/b.yml': play({ name: 'B' }) }),
      });
      const gone = repository({
        'plays/gone.yml': play({ name: 'Gone' }),
        'plays/a.yml': play({ name: 'A' }),
      });
      await act(server, gone, { policy: 'sync' });
      write(files, 'plays/a.yml', play({ name: 'A', ...(stage === 'deleting' ? {} : { limit: 5 }) }));
      server.faults.add({ method, path, act: { kind: 'hang' } });
      const since = server.requests.length;
      let signalled = 0;
      const run = await actFast(
        server,
        files,
        { policy: 'sync', parallelism: '1' },
        {
          onStart: (child) => {
            const timer = setInterval(() => {
              if (
                !server.requests.slice(since).some((each) => each.method === method && path.test(each.path))
              )
                return;
              clearInterval(timer);
              signalled = performance.now();
              child.kill(signal);
              // a second one changes nothing
              setTimeout(() => child.kill(signal), 500 / speed);
            }, 20);
          },
        },
      );
      expect(performance.now() - signalled).toBeLessThan(7_000);
      expect(run.code).toBe(1);
      const late = server.requests
        .slice(since)
        .filter((each) => each.method !== 'GET' && each.at > signalled + 100);
      expect(late).toEqual([]);
      expect(run.outputs['counts']).toMatch(/^\{.*\}$/);
      expect(run.outputs['uuids']).toMatch(/^\[.*\]$/);
      expect(run.summary).toContain('cancelled');

      const next = await act(server, files, { policy: 'sync' });
      expect(next.code, next.stdout).toBe(0);
      expect(server.store.livePlays().filter(({ name }) => ['A', 'B', 'Gone'].includes(name))).toHaveLength(
        stage === 'deleting' ? 1 : 2,
      );
      expect(counts(await act(server, files, { policy: 'sync' }))).toEqual({
        none: stage === 'deleting' ? 1 : 2,
      });
    },
    60_000,
  );
});
