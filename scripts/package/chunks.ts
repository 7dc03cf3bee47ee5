import type { Plugin } from 'rolldown';

/** Parts of the action that are loaded when they are needed, by the modules that a run asks for. */
const parts: readonly { readonly name: string; readonly asked: RegExp }[] = [
  { name: 'live', asked: /\/src\/(modes\/(plan|apply)|cargo\/workspace)\.ts$/ },
  { name: 'workflow', asked: /\/src\/definition\/workflow\/read-defined\.ts$/ },
];

/** A group of modules that share a file, as rolldown takes it. */
interface Group {
  readonly name: string;
  readonly test: (id: string) => boolean;
  readonly priority: number;
}

/**
 * Decides which modules share a file: to find and open one costs more than to read some that aren't used, so what is
 * always loaded is one file, and so is what is loaded together.
 * @returns a plugin that sees all modules, and the groups that they are in; for the others the bundler decides
 */
export function chunks(): { plugin: Plugin; groups: Group[] } {
  const always = new Set<string>();
  const plugin: Plugin = {
    name: 'chunks',
    buildEnd() {
      const add = (id: string): void => {
        if (always.has(id)) return;
        always.add(id);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported);
      };
      const entries = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry === true);
      for (const entry of entries) add(entry);
      // it waits for the run, and what the run loads must not wait for it
      for (const entry of entries) always.delete(entry);
    },
  };
  const first: Group = { name: 'main', test: (id) => always.has(id), priority: parts.length };
  const others = parts.map(({ name, asked }, at) => ({
    name,
    test: (id: string) => asked.test(id),
    priority: at,
  }));
  return { plugin, groups: [first, ...others] };
}
