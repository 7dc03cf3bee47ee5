import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** undici without HTTP/2, which the API is not asked to speak, and without its own `fetch`, since Node has it. */
const undici = `
require('./lib/dispatcher/dispatcher').prototype.connect = require('./lib/api/api-connect');
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

/** What stands for Node's own modules in libraries that load more of them than they need, or look around. */
const insteadOfNode: readonly { readonly library: string; readonly name: string; readonly code: string }[] = [
  // it would look for a picomatch in the folders around the action, and is given one
  {
    library: 'fdir',
    name: 'module',
    code: 'export const createRequire = () => ({ resolve() { throw 0; } });',
  },
  // all it needs is a random UUID, which the kernel of Linux gives at once: to load Node's crypto takes 4 ms
  {
    library: '@actions/core',
    name: 'crypto',
    code: `
      import { existsSync, readFileSync } from 'node:fs';
      const kernel = '/proc/sys/kernel/random/uuid';
      export const randomUUID = () =>
        existsSync(kernel) ? readFileSync(kernel, 'utf8').trim() : globalThis.crypto.randomUUID();`,
  },
  // it writes one file with promises, for which Node loads its line editor, too
  {
    library: '@actions/core',
    name: 'fs',
    code: `
      import { accessSync, appendFileSync, constants, existsSync, writeFileSync } from 'node:fs';
      const soon = (act) => async (...given) => act(...given);
      const promises = { access: soon(accessSync), appendFile: soon(appendFileSync), writeFile: soon(writeFileSync) };
      export { appendFileSync, constants, existsSync, promises };`,
  },
];

const ofNode = 'instead-of-node:';

/**
 * Bundles some libraries with only what a run of the action uses: what is not bundled is neither downloaded nor loaded.
 * All that is cut is cut here.
 * @param modules the folder `node_modules`
 */
export function smallerLibraries(modules: string): Plugin {
  const cut = new Map(Object.entries(instead).map(([path, code]) => [join(modules, path), code]));
  return {
    name: 'smaller-libraries',
    resolveId(source, importer) {
      const index = insteadOfNode.findIndex(
        ({ library, name }) => source === name && importer?.startsWith(join(modules, library, '/')),
      );
      return index === -1 ? null : `${ofNode}${String(index)}`;
    },
    load(id) {
      return id.startsWith(ofNode) ? insteadOfNode[Number(id.slice(ofNode.length))]?.code : cut.get(id);
    },
    buildEnd() {
      const instead = [...cut.keys(), ...insteadOfNode.map((_, index) => `${ofNode}${String(index)}`)];
      const missing = instead.filter((id) => this.getModuleInfo(id) === null);
      if (missing.length > 0) throw new Error(`No longer part of a library: ${missing.join(', ')}`);
    },
  };
}
