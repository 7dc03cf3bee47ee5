import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Points the imports of some libraries at copies that hold only what a run of the action uses: what is not bundled is
 * neither downloaded nor loaded. All that is cut is cut here.
 * @param root the project's folder
 * @param built the folder with the compiled code; the copies go there too
 */
export function useSmallerLibraries(root: string, built: string): void {
  const modules = join(root, 'node_modules');
  const copy = (name: string): string => {
    const to = join(built, 'libraries', name);
    cpSync(join(modules, name), to, { recursive: true });
    return to;
  };

  // its ES modules are hoisted into one scope, where those for Node are wrapped one by one and take 4 ms more to start
  useModule(built, 'yaml', join(modules, 'yaml/browser/dist/index.js'));

  // its OIDC client would load an HTTP stack at each start, and what it tells of the platform runs programs: neither is used
  const core = copy('@actions/core');
  writeFileSync(join(core, 'lib/oidc-utils.js'), 'export class OidcClient {}\n');
  writeFileSync(join(core, 'lib/platform.js'), 'export {};\n');
  useModule(built, '@actions/core', join(core, 'lib/core.js'));

  // they use undici, and are to share the smaller one
  for (const [name, entry] of [
    ['@actions/github', 'lib/github.js'],
    ['@actions/http-client', 'lib/index.js'],
  ] as const)
    useModule(built, name, join(copy(name), entry));

  useModule(built, 'undici', smallerUndici(join(modules, 'undici'), join(built, 'libraries/undici')));
}

/** undici without HTTP/2, which the API is not asked to speak, and without its own `fetch`, since Node has it. */
function smallerUndici(from: string, to: string): string {
  for (const part of ['api', 'core', 'dispatcher', 'handler', 'interceptor', 'llhttp', 'util', 'global.js'])
    cpSync(join(from, 'lib', part), join(to, 'lib', part), { recursive: true });
  mkdirSync(join(to, 'lib/web/fetch'), { recursive: true });
  writeFileSync(join(to, 'lib/dispatcher/client-h2.js'), 'module.exports = undefined;\n');
  writeFileSync(join(to, 'lib/web/fetch/body.js'), 'module.exports = {};\n');
  writeFileSync(join(to, 'package.json'), '{ "type": "commonjs" }\n');
  const entry = join(to, 'index.js');
  writeFileSync(
    entry,
    [
      "Object.assign(require('./lib/dispatcher/dispatcher').prototype, {",
      "  request: require('./lib/api/api-request'),",
      "  connect: require('./lib/api/api-connect'),",
      '});',
      'module.exports = {',
      "  Agent: require('./lib/dispatcher/agent'),",
      "  ProxyAgent: require('./lib/dispatcher/proxy-agent'),",
      "  EnvHttpProxyAgent: require('./lib/dispatcher/env-http-proxy-agent'),",
      '  fetch: globalThis.fetch,',
      '};',
      '',
    ].join('\n'),
  );
  return entry;
}

/** Makes all that is built import a library from there. */
function useModule(built: string, name: string, path: string): void {
  for (const file of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    const code = readFileSync(join(built, file), 'utf8');
    if (!code.includes(`from '${name}';`)) continue;
    const specifier = JSON.stringify(relative(dirname(join(built, file)), path));
    writeFileSync(join(built, file), code.replaceAll(`from '${name}';`, `from ${specifier};`));
  }
}
