import {
  type Check,
  type Command,
  check,
  drillOnly,
  http,
  type Loss,
  loss,
  podman,
  type Step,
  step,
} from "drillbook";
import { containers, postgres, redis } from "./containers.ts";
import { hyperd, workstation } from "./host.ts";
import { UNIT } from "./startup.ts";

/** Rows and keys of known content. */
const CANARIES = 100;
const POINTS = 20;
const QDRANT = "http://127.0.0.1:6333";
const COLLECTIONS = [
  "codebase-context",
  "skills-patterns",
  "error-solutions",
  "interaction-history",
  "best-practices",
];

const sql = (statement: string) => hyperd.sh`podman exec ${postgres.name} psql -At -d aidb -c ${statement}`;
const redisCli = (...words: readonly string[]) => hyperd.sh`podman exec ${redis.name} redis-cli ${words}`;
const rows = sql("select id, title, embedding from imported_documents order by id");
const keys = redisCli("smembers", "canary");
const scroll = `${QDRANT}/collections/best-practices/points/scroll`;
const points = hyperd.sh`curl --silent --fail --request POST ${scroll} | grep --only-matching '{"id":[^}]*}'`;

/** Every HTTP service, asked as in the fix report. Only AIDB's answer is known. */
export const everythingIsHealthy = (): readonly Check[] =>
  containers.flatMap(({ name, health }) => {
    if (health === undefined) return [];
    const { url, ...answer } = health;
    return [http(workstation).answers(url, 200, { as: name, ...answer })];
  });

export const everythingRuns = (): readonly Check[] =>
  containers.map(({ name }) => podman(hyperd).container(name).isRunning());

/** When it is still empty. */
export const postgresIsReady: Check = check(
  "PostgreSQL takes connections",
  hyperd.sh`podman exec ${postgres.name} pg_isready --quiet`,
);

/** PostgreSQL's message about its previous end, at its latest start. */
export const postgresWentDown = (expected: RegExp): Command =>
  hyperd.sh`podman logs ${postgres.name} 2>&1 | grep 'database system was .*shut down' | tail --lines 1`.prints(
    expected,
  );

/** Asked directly, not through AIDB. */
export const databasesAnswer = (): readonly Check[] => [
  // Which role an operator has in it is not documented; AIDB's health tells of both.
  drillOnly(
    check(
      "PostgreSQL answers, with pgvector",
      sql("select extname from pg_extension where extname = 'vector'").printsExactly("vector"),
    ),
  ),
  check("Redis answers", redisCli("ping").printsExactly("PONG")),
];

export const canariesAreThere = (): readonly Check[] => [
  drillOnly(
    check(
      `PostgreSQL has its ${CANARIES} rows of canary data`,
      sql("select count(*) from imported_documents").printsExactly(String(CANARIES)),
    ),
  ),
  drillOnly(
    check(`Redis has its ${CANARIES} canaries`, redisCli("scard", "canary").printsExactly(String(CANARIES))),
  ),
  drillOnly(
    check(
      `Qdrant has its ${POINTS} canaries`,
      hyperd.sh`curl --silent --fail --request POST ${scroll} | grep --only-matching '"id":' | wc --lines`.printsExactly(
        String(POINTS),
      ),
    ),
  ),
];

export const stackLosses = (): readonly Loss[] => [
  loss.containers(hyperd),
  loss.images(hyperd),
  loss.lines("rows", "rows of PostgreSQL", rows),
  loss.lines("keys", "entries of Redis", keys),
  loss.lines("points", "points of Qdrant", points),
];

const table = [
  "create extension vector",
  "create table imported_documents (id integer primary key, title text, embedding vector(3))",
  `insert into imported_documents select i, md5('aidb:' || i), ('[' || i || ',0,1]')::vector from generate_series(1, ${CANARIES}) i`,
].join("; ");

const body = JSON.stringify({
  points: Array.from({ length: POINTS }, (_, at) => ({ id: at + 1, vector: [at, 0.5] })),
});

/** Data whose loss can be measured, in each of the three stores. */
export const fillWithCanaries: readonly Step[] = [
  step("Make AIDB's database and fill it", {
    why: "The drill measures their loss.",
    run: [hyperd.sh`podman exec ${postgres.name} psql -d postgres -c ${"create database aidb"}`, sql(table)],
    verify: canariesAreThere().slice(0, 1),
    within: "60s",
  }),
  step("Fill Redis", {
    why: "The drill measures their loss.",
    run: hyperd.sh`seq --format ${"entry-%g"} ${CANARIES} | xargs podman exec ${redis.name} redis-cli sadd canary`,
    verify: canariesAreThere().slice(1, 2),
  }),
  step("Fill Qdrant", {
    why: "The coordinator lists these collections; the drill measures the loss of the points in one of them.",
    run: [
      hyperd.sh`for name in ${COLLECTIONS}; do curl --silent --fail --request PUT ${QDRANT}/collections/$name; done`,
      hyperd.sh`curl --silent --fail --request PUT --data ${body} ${`${QDRANT}/collections/best-practices/points`}`,
    ],
    verify: canariesAreThere().slice(2),
  }),
];

/** One property of the unit, from the user's systemd manager. */
export const unitProperty = (title: string, property: string, value: string | RegExp): Check => {
  const shown = hyperd.sh`systemctl --user show --property ${property} --value ${UNIT}`;
  return check(title, typeof value === "string" ? shown.printsExactly(value) : shown.prints(value));
};
