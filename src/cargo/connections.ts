import * as z from 'zod/mini';
import type { Action, Connector, Integration, Named, WorkflowReader } from '../reconcile/workflow/actual.ts';
import { decode, list, under } from './decode.ts';
import type { Asked, PassOver } from './decode.ts';
import type { Send } from './http.ts';

const uuid = z.string().check(z.minLength(1));

// no loose objects here: what is not named is not kept, and a connector's `config` holds credentials
const connectorSchema = z.object({
  uuid,
  slug: z.string(),
  name: z.nullish(z.string()),
  integrationSlug: z.string(),
  isDefault: z.nullish(z.boolean()),
});
const namedSchema = z.object({ uuid, name: z.string() });
const actionSchema = z.object({
  children: z.nullish(z.array(z.unknown())),
  config: z.nullish(z.object({ jsonSchema: z.nullish(z.record(z.string(), z.unknown())) })),
});
const integrationSchema = z.object({
  slug: z.string(),
  actions: z.nullish(z.record(z.string(), z.unknown())),
});

/** What nodes lean on: connectors, tools, agents, and the actions of integrations ([pub]). All of it is read only. */
export function createConnections(
  send: Send,
  passOver: PassOver,
): Pick<WorkflowReader, 'listConnectors' | 'listTools' | 'listAgents' | 'getIntegration'> {
  const named = (path: string, what: string, key: string): Promise<Named[]> =>
    send({ method: 'GET', path, what }, (json, asked) => list(namedSchema, json, key, asked, passOver));
  return {
    listConnectors: () =>
      send(
        { method: 'GET', path: '/connection/connectors/list', what: 'list the connectors' },
        (json, asked) => list(connectorSchema, json, 'connectors', asked, passOver).map(toConnector),
      ),
    listTools: () => named('/orchestration/tools/list', 'list the tools', 'tools'),
    listAgents: () => named('/ai/agents/list', 'list the agents', 'agents'),
    getIntegration: (slug) =>
      send(
        {
          method: 'GET',
          path: `/connection/integrations/${encodeURIComponent(slug)}`,
          what: 'read an integration',
        },
        decodeIntegration,
      ),
  };
}

function toConnector(row: z.infer<typeof connectorSchema>): Connector {
  return {
    uuid: row.uuid,
    slug: row.slug,
    name: row.name ?? null,
    integrationSlug: row.integrationSlug,
    isDefault: row.isDefault ?? false,
  };
}

/** The integration of an answer `{"integration": …}`; an action that can't be read has no schema. */
function decodeIntegration(json: unknown, asked: Asked): Integration {
  const { slug, actions } = decode(
    integrationSchema,
    under(json, 'integration', asked),
    asked,
    'integration',
  );
  return {
    slug,
    actions: new Map(Object.entries(actions ?? {}).map(([name, action]) => [name, toAction(action)])),
  };
}

function toAction(raw: unknown): Action {
  const { data } = actionSchema.safeParse(raw);
  return { children: data?.children ?? null, configSchema: data?.config?.jsonSchema ?? null };
}
