import { HttpProblem, type HttpRequest, json, type Reply, type Routes, readJson } from "../lib/http.ts";
import { normalName, RECORD_TYPES, RecordProblem, type StoredRecord } from "./record-rules.ts";
import type { RecordStore, Zone } from "./records.ts";

const DEFAULT_TTL_S = 300;
const LONGEST_TTL_S = 604_800;

/** The zone in `/v1/zones/ZONE/records`. */
const zoneIn = (store: RecordStore, { path }: HttpRequest): Zone => {
  const [, , name, list] = path;
  const zone = store.zones().find((known) => known.name === name);
  if (path.length !== 4 || list !== "records" || zone === undefined)
    throw new HttpProblem(404, `no such zone: ${path.slice(2).join("/")}`);
  return zone;
};

const readRecord = async ({ request }: HttpRequest): Promise<StoredRecord> => {
  const { name, type: asked, value, ttl = DEFAULT_TTL_S } = await readJson(request);
  const type = RECORD_TYPES.find((known) => known === asked);
  if (typeof name !== "string" || typeof value !== "string" || type === undefined)
    throw new HttpProblem(400, `a record has a name, a value, and a type of ${RECORD_TYPES.join(", ")}`);
  if (typeof ttl !== "number" || !Number.isInteger(ttl) || ttl < 0 || ttl > LONGEST_TTL_S)
    throw new HttpProblem(400, `ttl is not a whole number from 0 to ${LONGEST_TTL_S}`);
  return { name, type, ttl, value };
};

/** Lists, adds and removes records while the server runs; effective at the next question. */
export const recordRoutes = (store: RecordStore): Routes => {
  const change = async (
    http: HttpRequest,
    work: (record: StoredRecord) => boolean,
    [changed, unchanged]: readonly [number, number],
  ): Promise<Reply> => {
    const zone = zoneIn(store, http);
    const record = await readRecord(http);
    if (store.zoneOf(normalName(record.name))?.name !== zone.name)
      throw new HttpProblem(400, `${record.name} is not in ${zone.name}`);
    try {
      const status = work(record) ? changed : unchanged;
      return json(status, { serial: store.zoneOf(zone.name)?.serial });
    } catch (error) {
      if (error instanceof RecordProblem) throw new HttpProblem(409, error.message);
      throw error;
    }
  };
  return {
    "GET /v1/zones": () => json(200, store.zones()),
    "GET /v1/zones/*": (http) => json(200, store.recordsIn(zoneIn(store, http).name)),
    "POST /v1/zones/*": (http) => change(http, (record) => store.add(record, new Date()), [201, 200]),
    "DELETE /v1/zones/*": (http) => change(http, (record) => store.remove(record, new Date()), [200, 404]),
  };
};
