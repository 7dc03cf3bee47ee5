import { isUuid } from '../values.ts';
import { batchRoutes } from './batches.ts';
import type { Handler } from './call.ts';
import { connectionRoutes } from './connections.ts';
import { folderRoutes } from './folders.ts';
import { playRoutes } from './plays.ts';
import { releaseRoutes } from './releases.ts';
import { segmentRoutes } from './segments.ts';
import { storageRoutes } from './storage.ts';

const uuidForm = '([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})';

const routes = Object.entries({
  ...playRoutes,
  ...segmentRoutes,
  ...storageRoutes,
  ...folderRoutes,
  ...releaseRoutes,
  ...connectionRoutes,
  ...batchRoutes,
}).map(([route, handler]) => {
  const form = route.replace(':uuid', uuidForm).replace(':slug', '([\\w-]+)');
  return { form: new RegExp(`^${form}$`), handler };
});

/**
 * Finds what answers a request.
 * @param path without `/v1` and query
 * @returns the handler and what the path names (empty where it names nothing); null for an unknown endpoint
 */
export function findRoute(method: string, path: string): { handler: Handler; named: string } | null {
  for (const { form, handler } of routes) {
    const found = form.exec(`${method} ${path}`);
    const named = found?.[1] ?? '';
    if (found) return { handler, named: isUuid(named) ? named.toLowerCase() : named };
  }
  return null;
}
