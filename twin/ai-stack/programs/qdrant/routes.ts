import {
  type Handler,
  HttpProblem,
  json,
  type Routes,
  readJson,
} from "#twin/metacircular/programs/lib/http.ts";
import { plain } from "../lib/serve.ts";
import type { Point, PointStore } from "./store.ts";

const NAME = /^[a-z][a-z0-9_-]{0,99}$/;

const ok = (result: unknown) => json(200, { result, status: "ok" });

const isPoint = (value: unknown): value is Point => {
  const { id, vector } = (value ?? {}) as { readonly id?: unknown; readonly vector?: unknown };
  return Number.isSafeInteger(id) && Array.isArray(vector) && vector.every((one) => Number.isFinite(one));
};

/** The collection in a path such as /collections/NAME/points. @throws HttpProblem when it does not exist */
const existing = (store: PointStore, path: readonly string[]): string => {
  const name = path[1] ?? "";
  if (store.has(name)) return name;
  throw new HttpProblem(404, `Not found: Collection \`${name}\` doesn't exist!`);
};

const put =
  (store: PointStore): Handler =>
  async ({ path, request }) => {
    const name = path[1] ?? "";
    if (path.length === 2) {
      if (!NAME.test(name))
        throw new HttpProblem(400, "a collection's name has small letters, digits, - and _");
      store.addCollection(name);
      return ok(true);
    }
    if (path.length !== 3 || path[2] !== "points") throw new HttpProblem(404, "no such resource");
    const collection = existing(store, path);
    const { points } = await readJson(request);
    if (!Array.isArray(points) || !points.every(isPoint))
      throw new HttpProblem(400, "points is not a list of { id, vector }");
    store.put(collection, points);
    return ok({ status: "completed" });
  };

/** The part of Qdrant's API that a drill needs. Source: Qdrant API, collections and points. */
export const qdrantRoutes = (store: PointStore): Routes => ({
  "GET /healthz": () => plain(200, "healthz check passed"),
  "GET /collections": () => ok({ collections: store.collections().map((name) => ({ name })) }),
  "PUT /collections/*": put(store),
  "POST /collections/*": ({ path }) => {
    if (path.slice(2).join("/") !== "points/scroll") throw new HttpProblem(404, "no such resource");
    return ok({ points: store.points(existing(store, path)), next_page_offset: null });
  },
});
