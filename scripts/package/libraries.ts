import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** undici without HTTP/2, which the API is not asked to speak, and without its own `fetch`, since Node has it. */
const undici = `
Object.assign(require('./lib/dispatcher/dispatcher').prototype, {
  request: require('./lib/api/api-request'),
  connect: require('./lib/api/api-connect'),
});
module.exports = {
  Agent: require('./lib/dispatcher/agent'),
  ProxyAgent: require('./lib/dispatcher/proxy-agent'),
  EnvHttpProxyAgent: require('./lib/dispatcher/env-http-proxy-agent'),
  fetch: globalThis.fetch,
};
`;

/** What stands for modules of libraries of which a run of the action uses nothing, or less. */
const instead: Readonly<Record<string, string>> = {
  // its OIDC client would load an HTTP stack at each start, and what it tells of the platform runs programs: neither is used
  '@actions/core/lib/oidc-utils.js': 'export class OidcClient {}',
  '@actions/core/lib/platform.js': 'export {};',
  'undici/index.js': undici,
  'undici/lib/dispatcher/client-h2.js': 'module.exports = undefined;',
  'undici/lib/web/fetch/body.js': 'module.exports = {};',
  // two parsers of HTTP would be a tenth of the download; this one runs on every processor, and is as fast on our answers
  'undici/lib/llhttp/llhttp_simd-wasm.js': `module.exports = require('./llhttp-wasm.js');`,
  // a table of all requests that GitHub knows, of which we make eight, by their routes
  '@octokit/plugin-rest-endpoint-methods/dist-src/index.js': 'export const restEndpointMethods = () => ({});',
};

const noModules = 'no-modules';

/**
 * Bundles some libraries with only what a run of the action uses: what is not bundled is neither downloaded nor loaded.
 * All that is cut is cut here.
 * @param modules the folder `node_modules`
 */
export function smallerLibraries(modules: string): Plugin {
  const cut = new Map(Object.entries(instead).map(([path, code]) => [join(modules, path), code]));
  return {
    name: 'smaller-libraries',
    resolveId(source, importer = '') {
      // it would look for picomatch in the folders around the action at each start, and is given one
      return source === 'module' && importer.startsWith(join(modules, 'fdir')) ? noModules : null;
    },
    load(id) {
      return id === noModules ? 'export const createRequire = () => undefined;' : (cut.get(id) ?? null);
    },
    buildEnd() {
      const missing = [...cut.keys()].filter((path) => this.getModuleInfo(path) === null);
      if (missing.length > 0) throw new Error(`No longer part of a library: ${missing.join(', ')}`);
    },
  };
}
