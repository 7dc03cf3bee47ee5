import { objectBody } from '../bodies.ts';
import { Refusal } from '../refusal.ts';
import { countField, selectRecords } from '../selection.ts';
import type { Call, Routes } from './call.ts';

function readSegment({ store, named }: Call): unknown {
  const segment = store.segments.get(named);
  if (!segment) throw new Refusal(404, 'segmentNotFound', 'there is no segment with this uuid');
  return { segment };
}

/** Looks at the records that a filter selects. `count` is of all of them, `records` holds one page. */
function fetchRecords({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  if (body['filter'] === undefined || body['filter'] === null)
    throw new Refusal(400, 'invalidFilter', 'filter is required');
  const { modelUuid, rows } = selectRecords(store, body);
  const limit = countField(body, 'fetchingLimit', 0) ?? 100;
  const offset = countField(body, 'fetchingOffset', 0) ?? 0;
  const model = store.models.get(modelUuid);
  return {
    records: rows.slice(offset, offset + limit),
    count: rows.length,
    columns: [...(model?.columns ?? []), ...(model?.additionalColumns ?? [])],
    isRefreshing: false,
  };
}

/** Segments ([pub]). */
export const segmentRoutes: Routes = {
  'GET /segmentation/segments/list': ({ store }) => ({ segments: store.listed().segments }),
  'GET /segmentation/segments/:uuid': readSegment,
  'POST /segmentation/segments/fetch': fetchRecords,
};
