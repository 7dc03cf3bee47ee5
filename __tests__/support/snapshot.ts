import { readGraph } from '../../src/definition/workflow/wire.ts';
import type { Json } from '../../src/definition/workflow/graph.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { walked } from '../definition/workflow/graphs.ts';
import { ask } from './ask.ts';

type Row = Readonly<Record<string, unknown>>;

async function list(server: Sandbox, path: string, key: string): Promise<Row[]> {
  const { body } = await ask(server, 'GET', path);
  return body?.[key] as Row[];
}

/** What the plays of a workspace are and do, by name: without uuids, versions and times. */
export async function snapshot(server: Sandbox): Promise<Record<string, unknown>> {
  const plays = await list(server, '/orchestration/plays/list', 'plays');
  const segments = await list(server, '/segmentation/segments/list', 'segments');
  const workflows = await list(server, '/orchestration/workflows/list', 'workflows');
  const pick = (row: Row | undefined, keys: readonly string[]): Row =>
    Object.fromEntries(keys.map((key) => [key, row?.[key]]));
  return Object.fromEntries(
    plays.map((play) => {
      const release = workflows.find(({ playUuid }) => playUuid === play['uuid'])?.['deployedRelease'];
      const nodes = release === null || release === undefined ? null : (release as { nodes: Json }).nodes;
      return [
        String(play['name']),
        {
          ...pick(play, [
            'modelUuid',
            'description',
            'changeKinds',
            'runCreationRule',
            'folderUuid',
            'isEnabled',
          ]),
          // the server adds to it what differs from play to play
          schedule: pick((play['schedule'] ?? {}) as Row, ['type', 'cron', 'jobId']),
          ...pick(
            segments.find(({ uuid }) => uuid === play['segmentUuid']),
            ['filter', 'sort', 'limit', 'trackingColumnSlugs'],
          ),
          graph: nodes === null ? null : walked(readGraph(nodes).graph ?? []),
        },
      ];
    }),
  );
}
