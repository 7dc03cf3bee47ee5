import { Refusal } from '../refusal.ts';
import type { Call, Routes } from './call.ts';

function readIntegration({ store, named }: Call): unknown {
  const integration = store.integrations.get(named);
  if (!integration) throw new Refusal(404, 'integrationNotFound', 'there is no integration with this slug');
  return { integration };
}

/** What the nodes of a workflow can use ([pub]). A connector comes with its credentials, as from the service. */
export const connectionRoutes: Routes = {
  'GET /connection/connectors/list': ({ store }) => ({ connectors: [...store.connectors.values()] }),
  'GET /connection/integrations/:slug': readIntegration,
  'GET /orchestration/tools/list': ({ store }) => ({ tools: [...store.tools.values()] }),
  'GET /ai/agents/list': ({ store }) => ({ agents: [...store.agents.values()] }),
};
