import { demoConnectionUuids } from './seed-connections.ts';
import { connector, end, graph, native, start, step, template, uuidOf } from './seed-graph.ts';

const { connectors, tools, agents } = demoConnectionUuids;

/** A branch whose paths join again, and a step that may fail. Two versions of it: the text of the message differs. */
export const welcomeGraph = (text: string): object[] =>
  graph('welcome', {
    start: start('company'),
    company: step(
      'company',
      [0, 1],
      ['is_big'],
      connector(
        'clearbit',
        'enrichPersonFromEmail',
        connectors.clearbit,
        { email: template('{{nodes.start.email}}') },
        { name: 'Enrich', retry: { maximumAttempts: 3, initialInterval: 1000, backoffCoefficient: 2 } },
      ),
      'is_big',
    ),
    is_big: step(
      'is_big',
      [0, 2],
      ['tell_sales', 'note'],
      native('branch', { condition: template("{{nodes.company.seniority == 'vp'}}") }),
    ),
    tell_sales: step(
      'tell_sales',
      [-1, 3],
      ['note'],
      connector('slack', 'postMessage', connectors.slack, { channel: '#sales', text: template(text) }),
    ),
    note: step(
      'note',
      [0, 4],
      ['end'],
      connector('hubspot', 'createTask', connectors.hubspot, {
        ownerEmail: 'ada@acme.example',
        subject: template('Welcome {{nodes.start.first_name}}'),
        priority: 'LOW',
      }),
    ),
    end: end([0, 5]),
  });

/** Somebody is in the middle of building this one: the branch's second exit leads nowhere yet. */
export const stalledDealsDraft: object[] = graph('stalled-deals', {
  start: start('is_large'),
  is_large: step(
    'is_large',
    [0, 1],
    ['digest', null],
    native('branch', { condition: template('{{nodes.start.amount > 50000}}') }),
  ),
  digest: step(
    'digest',
    [-1, 2],
    [null],
    connector('slack', 'postMessage', connectors.slackAlerts, {
      channel: '#deals',
      text: template('Stalled: {{nodes.start.name}}'),
    }),
  ),
});

/** A saved agent, a switch with three routes and two ends. */
export const routingGraph: object[] = graph('routing', {
  start: start('has_domain'),
  has_domain: step(
    'has_domain',
    [0, 1],
    ['domain'],
    native('filter', { filter: template('{{nodes.start.domain}}') }),
  ),
  domain: step('domain', [0, 2], ['fit'], {
    kind: 'tool',
    toolUuid: tools.normalizeDomain,
    waitUntilFinished: true,
    config: { domain: template('{{nodes.start.domain}}') },
  }),
  fit: step('fit', [0, 3], ['route'], {
    kind: 'agent',
    agentUuid: agents.accountScorer,
    waitUntilFinished: true,
    config: {
      prompt: template('How well does {{nodes.start.name}} fit us?'),
      output: {
        type: 'jsonSchema',
        jsonSchema: { type: 'object', properties: { tier: { type: 'string' } }, required: ['tier'] },
      },
    },
  }),
  route: step(
    'route',
    [0, 4],
    ['tell_a', 'tell_b', 'low'],
    native('switch', {
      routes: [
        { name: 'A', uuid: uuidOf('route/a'), value: template("{{nodes.fit.answer.tier == 'A'}}") },
        { name: 'B', uuid: uuidOf('route/b'), value: template("{{nodes.fit.answer.tier == 'B'}}") },
        { name: 'Rest', uuid: uuidOf('route/rest'), value: true },
      ],
    }),
  ),
  // two nodes with one slug, as the web page allows
  tell_a: step(
    'tell',
    [-1, 5],
    ['end'],
    connector('slack', 'postMessage', connectors.slack, {
      channel: '#tier-a',
      text: template('{{nodes.start.name}}'),
    }),
  ),
  tell_b: step(
    'tell',
    [0, 5],
    ['end'],
    connector('slack', 'postMessage', connectors.slack, {
      channel: '#tier-b',
      text: template('{{nodes.start.name}}'),
    }),
  ),
  end: end([-1, 6], [{ name: 'tier', type: 'any', value: template('{{nodes.fit.answer.tier}}') }]),
  low: end([1, 5]),
});

/** A group, with a graph of its own, over a list that a script makes. */
export const groupGraph: object[] = graph('group', {
  start: start('technologies'),
  technologies: step(
    'technologies',
    [0, 1],
    ['each_technology'],
    native('python', {
      script:
        'items = nodes["start"]["technologies"] or []\nreturn [t for t in items if t["category"] == "crm"]\n',
    }),
  ),
  each_technology: step(
    'each_technology',
    [0, 2],
    ['score'],
    native('group', {
      items: template('{{nodes.technologies.result}}'),
      failOnItemFailure: false,
      _nodes: graph('group/inner', {
        start: start('text'),
        text: step(
          'text',
          [0, 1],
          ['end'],
          native('variables', {
            variables: [
              {
                name: 'line',
                type: 'string',
                value: template('{{nodes.start.name}} of {{parentNodes.start.name}}'),
              },
            ],
          }),
        ),
        end: end([0, 2], [{ name: 'line', type: 'string', value: template('{{nodes.text.line}}') }]),
      }),
    }),
  ),
  score: step(
    'score',
    [0, 3],
    ['wait'],
    native('agent', {
      prompt: template('Summarize: {{nodes.each_technology[0].line}}'),
      output: { type: 'text' },
      advancedSettings: { connectorUuid: connectors.openai, languageModelSlug: 'gpt-5-mini', temperature: 0 },
    }),
  ),
  wait: step('wait', [0, 4], ['ask'], native('delay', { minutes: 10 })),
  ask: step(
    'ask',
    [0, 5],
    ['save', 'end', null],
    connector('slack', 'askForApproval', connectors.slack, {
      channel: '#approvals',
      text: template('{{nodes.score.answer}}'),
    }),
  ),
  save: step(
    'save',
    [-1, 6],
    ['end'],
    connector('hubspot', 'updateCompany', connectors.hubspot, {
      companyId: template('{{nodes.start.id}}'),
      properties: { summary: template('{{nodes.score.answer}}') },
    }),
  ),
  end: end([0, 7]),
});

/** The same, with a text that somebody is changing. */
export const groupDraft: object[] = groupGraph.map((node) =>
  'slug' in node && node.slug === 'score' && 'config' in node
    ? { ...node, config: { ...(node.config as object), prompt: template('Summarize in one sentence: ') } }
    : node,
);

/** What a tool does: a split whose paths join. */
export const toolGraph = (name: string): object[] =>
  graph(`tool/${name}`, {
    start: start('half'),
    half: step('half', [0, 1], ['one', 'other'], native('split', { percentage: 50 })),
    one: step(
      'one',
      [-1, 2],
      ['end'],
      native('script', { script: 'return nodes.start.domain.toLowerCase()' }),
    ),
    other: step('other', [1, 2], ['end'], native('script', { script: 'return nodes.start.domain.trim()' })),
    end: end([0, 3]),
  });
