import type { Plugin } from 'rolldown';

/** Parts of the action that are loaded when they are needed, by the modules that a run asks for. */
const parts: Readonly<Record<string, RegExp>> = {
  workflow: /\/src\/definition\/workflow\/read-defined\.ts$/,
};

/**
 * Decides which modules share a file: to find and open one costs more than to read some that aren't used, so what is
 * always loaded is one file, and so is what is loaded together.
 * @returns a plugin that sees all modules, and what gives the name of a module's file (null: the bundler decides)
 */
export function chunks(): { plugin: Plugin; nameOf: (id: string) => string | null } {
  const files = new Map<string, string>();
  const plugin: Plugin = {
    name: 'chunks',
    buildEnd() {
      const modules = [...this.getModuleIds()];
      const entries = modules.filter((id) => this.getModuleInfo(id)?.isEntry === true);
      const add = (id: string, file: string): void => {
        if (files.has(id)) return;
        files.set(id, file);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported, file);
      };
      for (const entry of entries) add(entry, 'main');
      // it waits for the run, and what the run loads must not wait for it
      for (const entry of entries) files.delete(entry);
      for (const [file, asked] of Object.entries(parts))
        for (const id of modules) if (asked.test(id)) add(id, file);
    },
  };
  return { plugin, nameOf: (id) => files.get(id) ?? null };
}
