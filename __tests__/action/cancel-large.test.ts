import { describe, expect, it } from 'vitest';
import { act, play, repository, sandbox, write, writes } from '../support/action.ts';
import { filterOf, line, made } from '../support/policy-table.ts';

/** How many writes may arrive after the signal was sent: twice the 8 that are sent at once. */
const onTheWay = 16;

/** Definitions in files of a hundred. */
function definitions(count: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let first = 0; first < count; first += 100) {
    const texts = Array.from({ length: 100 }, (_, index) => {
      const id = `p${String(first + index)}`;
      return play({ id, name: `P ${id}`, description: id, trackingColumnSlugs: ['domain'] });
    });
    files[`plays/f${String(first)}.yml`] = texts.join('---\n');
  }
  return files;
}

const long = filterOf(
  ...Array.from({ length: 60 }, (_, index) => ({
    kind: 'string',
    columnSlug: 'domain',
    operator: 'is',
    values: Array.from({ length: 10 }, (_each, value) => `value ${String(index)} ${String(value)}`),
  })),
);

/** When the signal is sent: after a line of the log, milliseconds and writes. Only reading needs many definitions for that. */
const instants = [
  ['Read the definitions', 300, 0, 5_000],
  ['Read the workspace', 0, 0, 1_500],
  ['Apply', 0, 0, 1_500],
  ['Apply', 0, 40, 1_500],
] as const;

describe.each(['creates', 'deletes'])('a large run of %s', (kind) => {
  it.each(instants)(
    'that is cancelled after "%s", %i ms and %i requests to write sends no more, and ends',
    async (stage, wait, from, amount) => {
      const server = await sandbox();
      const folder = repository(kind === 'creates' ? definitions(amount) : {});
      if (kind === 'deletes') {
        write(folder, 'plays/a.yml', play({ name: 'A' }));
        for (let index = 0; index < 1_000; index += 1) {
          const id = `gone-${String(index)}`;
          const gone: object = { ...made, name: id, description: line(id), filter: long };
          server.store.addPlay(gone);
        }
      }
      let signalled = 0;
      let written = 0;
      let kill = (): void => undefined;
      const run = await act(
        server,
        folder,
        { policy: 'sync', 'max-deletes': '5000', parallelism: '8' },
        {
          onStart: (child) => {
            kill = () => {
              signalled = performance.now();
              written = writes(server).length;
              child.kill('SIGINT');
            };
          },
          onStdout: (text) => {
            if (!text.includes(`::group::${stage}`)) return;
            setTimeout(function look(): void {
              if (writes(server).length >= from) kill();
              else setTimeout(look, 5);
            }, wait);
          },
        },
      );
      const ended = performance.now();
      expect(run.signal).toBeNull();
      expect(run.code).toBe(1);
      expect(run.summary).toContain('cancelled');
      expect(run.outputs['counts']).toMatch(/^\{.*\}$/);
      expect(ended - signalled).toBeLessThan(7_000);
      expect(written).toBeGreaterThanOrEqual(from);
      expect(writes(server).length - written).toBeLessThanOrEqual(onTheWay);
    },
    120_000,
  );
});
