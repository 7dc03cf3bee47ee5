import * as z from 'zod/mini';
import type { Action } from '../definition/workflow/check-live.ts';
import type { Json } from '../definition/workflow/graph.ts';
import type { Connector, Named } from '../definition/workflow/names.ts';
import type { WorkflowReader } from '../reconcile/workflow/actual.ts';
import { answeredUuid as uuid } from '../definition/shapes.ts';
import { decode, list, under } from './decode.ts';
import type { Asked, PassOver } from './decode.ts';
import type { Send } from './http.ts';

// no loose objects here: what is not named is not kept, and a connector's `config` holds credentials
const connectorSchema = z.object({
  uuid,
  slug: z.string(),
  integrationSlug: z.string(),
});
const namedSchema = z.object({ uuid, name: z.string() });
const json = z.json() as unknown as z.ZodMiniType<Json>;
const actionSchema = z.object({
  children: z.nullish(z.array(z.unknown())),
  config: z.nullish(z.object({ jsonSchema: z.nullish(json) })),
});
const integrationSchema = z.object({
  actions: z.nullish(z.record(z.string(), z.unknown())),
});

/** What nodes lean on: connectors, tools, agents, and the actions of integrations ([pub]). All of it is read only. */
export function createConnections(
  send: Send,
  passOver: PassOver,
): Pick<WorkflowReader, 'listConnectors' | 'listTools' | 'listAgents' | 'getActions'> {
  const named = (path: string, what: string, key: string): Promise<Named[]> =>
    send({ method: 'GET', path, what }, (json, asked) => list(namedSchema, json, key, asked, passOver));
  return {
    listConnectors: () =>
      send(
        { method: 'GET', path: '/connection/connectors/list', what: 'list the connectors' },
        (json, asked) => list(connectorSchema, json, 'connectors', asked, passOver) satisfies Connector[],
      ),
    listTools: () => named('/orchestration/tools/list', 'list the tools', 'tools'),
    listAgents: () => named('/ai/agents/list', 'list the agents', 'agents'),
    getActions: (slug) =>
      send(
        {
          method: 'GET',
          path: `/connection/integrations/${encodeURIComponent(slug)}`,
          what: 'read an integration',
        },
        decodeActions,
      ),
  };
}

/** The actions of an answer `{"integration": …}` ([pub]); one that can't be read has no schema, and one exit. */
function decodeActions(json: unknown, asked: Asked): Map<string, Action> {
  const { actions } = decode(integrationSchema, under(json, 'integration', asked), asked, 'integration');
  return new Map(Object.entries(actions ?? {}).map(([name, action]) => [name, toAction(action)]));
}

function toAction(raw: unknown): Action {
  const { data } = actionSchema.safeParse(raw);
  return { schema: data?.config?.jsonSchema ?? null, exits: data?.children?.length ?? 1 };
}
