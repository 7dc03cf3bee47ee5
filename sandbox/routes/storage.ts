import type { Routes } from './call.ts';

/** Models and datasets ([pub]). */
export const storageRoutes: Routes = {
  'GET /storage/models/list': ({ store }) => ({ models: [...store.models.values()] }),
  'GET /storage/datasets/list': ({ store }) => ({ datasets: [...store.datasets.values()] }),
};
