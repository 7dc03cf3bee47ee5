import { randomUUID } from 'node:crypto';
import { objectBody, uuidField } from '../bodies.ts';
import type { Folder } from '../entities.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Routes } from './call.ts';

const folderKinds = ['play', 'tool', 'agent', 'file', 'model'];

function textField(body: Readonly<Record<string, unknown>>, key: string): string {
  const value = body[key];
  if (typeof value !== 'string' || value.trim() === '')
    throw new Refusal(400, null, `${key} must be a string that is not empty`);
  return value;
}

function createFolder({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const [name, emojiSlug, kind] = ['name', 'emojiSlug', 'kind'].map((key) => textField(body, key)) as [
    string,
    string,
    string,
  ];
  if (!folderKinds.includes(kind))
    throw new Refusal(400, null, `kind must be one of ${folderKinds.join(', ')}`);
  const parentUuid = body['parentUuid'] === undefined ? null : uuidField(body, 'parentUuid');
  if (parentUuid !== null && store.folders.get(parentUuid)?.kind !== kind) {
    throw new Refusal(400, 'folderNotFound', 'there is no folder of this kind with the uuid parentUuid');
  }
  const taken = [...store.folders.values()].some(
    (each) => each.parentUuid === parentUuid && each.kind === kind && each.name === name,
  );
  if (taken && !store.settings.doubleFolders)
    throw new Refusal(400, 'duplicateName', 'there is a folder of this name');
  const { workspaceUuid } = store;
  const folder: Folder = { uuid: randomUUID(), workspaceUuid, parentUuid, kind, name, emojiSlug };
  store.folders.set(folder.uuid, folder);
  return { folder };
}

/** Folders ([pub]). */
export const folderRoutes: Routes = {
  'GET /workspaceManagement/folders/list': ({ store }) => ({
    folders: [...store.veil.seen('folder', store.folders).values()],
  }),
  'POST /workspaceManagement/folders': createFolder,
};
