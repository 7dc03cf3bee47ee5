import { demoConnectionUuids } from '../../sandbox/seed-connections.ts';
import { connector, end, graph, start, step, template } from '../../sandbox/seed-graph.ts';
import type { Shape } from './workflow-scenario.ts';

const { clearbit, slack } = demoConnectionUuids.connectors;

/** The nodes as a definition says them. */
export function shortForm(id: string, shape: Shape): object[] {
  const company = {
    slug: 'company',
    connector: 'clearbit_main',
    action: 'enrichCompanyFromDomain',
    config: { domain: '{{nodes.start.domain}}' },
  };
  const tell = {
    slug: 'tell',
    connector: 'slack',
    action: 'postMessage',
    config: { channel: '#sales', text: `Hello from ${id}` },
  };
  switch (shape) {
    case 'two':
      return [{ slug: 'has_domain', filter: '{{nodes.start.domain}}' }, tell];
    case 'branch':
      return [
        company,
        { slug: 'is_big', branch: '{{nodes.company.metrics.employees > 100}}', else: 'end' },
        tell,
      ];
    case 'four':
      return [
        { slug: 'has_domain', filter: '{{nodes.start.domain}}' },
        { slug: 'later', delay: 5 },
        company,
        tell,
      ];
  }
}

/** What a definition says, a node a line and in the order of slugs: what it is, what it goes on to. */
export function wanted(id: string, shape: Shape): string[] {
  const company = `company connector enrichCompanyFromDomain ${clearbit} nodes.start.domain`;
  const tell = `tell connector postMessage ${slack} Hello from ${id}`;
  const lines = {
    two: [
      'start native start > has_domain',
      'has_domain native filter nodes.start.domain > tell',
      `${tell} > end`,
    ],
    branch: [
      'start native start > company',
      `${company} > is_big`,
      'is_big native branch nodes.company.metrics.employees > 100 > tell,end',
      `${tell} > end`,
    ],
    four: [
      'start native start > has_domain',
      'has_domain native filter nodes.start.domain > later',
      'later native delay > company',
      `${company} > tell`,
      `${tell} > end`,
    ],
  };
  return [...lines[shape], 'end native end >'].sort();
}

interface StoredNode {
  readonly uuid: string;
  readonly slug: string;
  readonly kind: string;
  readonly actionSlug?: string;
  readonly connectorUuid?: string;
  readonly config: unknown;
  readonly childrenUuids: readonly (string | null)[];
}

const marks = ['nodes.start.domain', 'nodes.company.metrics.employees > 100'];

/** Nodes as Cargo keeps them in the lines of `wanted`: without uuids, positions and order. */
export function linesOf(nodes: readonly unknown[]): string[] {
  const stored = nodes as readonly StoredNode[];
  const slugs = new Map(stored.map(({ uuid, slug }) => [uuid, slug]));
  return stored
    .map(({ slug, kind, actionSlug = '', connectorUuid = '', config, childrenUuids }) => {
      const text = JSON.stringify(config);
      const marked = [
        ...marks.filter((mark) => text.includes(mark)),
        ...(/Hello from [\w-]+/.exec(text) ?? []),
      ];
      const exits = childrenUuids.map((uuid) => (uuid === null ? 'nowhere' : (slugs.get(uuid) ?? 'lost')));
      return [slug, kind, actionSlug, connectorUuid, ...marked, '>', exits.join(',')]
        .filter((part) => part !== '')
        .join(' ');
    })
    .sort();
}

/** A graph that somebody built by hand in the web page. */
export function byHand(name: string): object[] {
  return graph(name, {
    start: start('told'),
    told: step(
      'told',
      [0, 1],
      ['end'],
      connector('slack', 'postMessage', slack, { channel: '#x', text: template(name) }),
    ),
    end: end([0, 2]),
  });
}
