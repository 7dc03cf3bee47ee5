import { FolderIndex, ModelIndex } from '../definition/live.ts';
import type { LiveWorkspace } from '../definition/live.ts';
import type { FileNames } from '../definition/write/words.ts';
import { folderNames } from '../report/file-words.ts';

/** Names that mean one thing alone when they are read again. */
export function namesOf(listed: LiveWorkspace): Omit<FileNames, 'play'> {
  const none = (): undefined => undefined;
  const models = new ModelIndex(listed);
  const byUuid = new Map(listed.models.map((model) => [model.uuid.toLowerCase(), model]));
  const folders = new FolderIndex(listed.folders ?? []);
  const paths = folderNames(listed.folders ?? []);
  return {
    model: (uuid) => {
      const model = byUuid.get(uuid.toLowerCase());
      if (model === undefined) return undefined;
      const label = models.label(model);
      return models.find({ model: label }, 'model', 'modelUuid', [], none) === model ? label : undefined;
    },
    folder: (uuid) => {
      const path = paths.get(uuid.toLowerCase());
      const found = folders.find('folder', path, none);
      return typeof found === 'string' && found.toLowerCase() === uuid.toLowerCase() ? path : undefined;
    },
  };
}
