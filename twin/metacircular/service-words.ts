import {
  type Action,
  type Check,
  check,
  dns,
  drillOnly,
  http,
  type Loss,
  loss,
  type Raw,
  sqlite,
} from "drillbook";
import type { Component } from "#twin/platform/definition.ts";
import { askGrpcHealth, SERVING } from "#twin/platform/health-command.ts";
import { isGrpcUrl } from "#twin/platform/health-url.ts";
import { podmanRunLine } from "#twin/platform/podman-run.ts";
import { mcp, rift } from "./hosts.ts";
import { profile, trusted } from "./profile.ts";
import { service as componentOf } from "./services.ts";

const CANARY_SQL = "select id || ' ' || token from canary order by id";

/** The vocabulary of a service, for scenarios. */
export type Service = {
  readonly component: Component;
  readonly name: string;
  readonly image: string;
  readonly dataDir: string;
  readonly stageReason: string;
  /** The exact `podman run` command of its definition. */
  readonly podmanRun: Raw;
  isHealthy(): Check;
  /** Rows whose loss is measured. */
  writesCanaryRows(rows: number): Action;
  hasCanaryRows(rows: number): Check;
  losesCanaryRows(): Loss;
};

/** A server without an HTTP port gets its rows through SQLite. */
const canaryInsert = (rows: number): string =>
  [
    "with recursive row(id) as (select coalesce(max(id), 0) + 1 from canary union all select id + 1 from row limit ",
    `${rows}) insert into canary (id, token) select id, 'token ' || id from row`,
  ].join("");

const databaseOf = (component: Component): string => {
  if (component.databaseFile === undefined) throw new RangeError(`${component.name} has no database`);
  return component.databaseFile;
};

/** The vocabulary of a container, for scenarios. */
export const serviceOf = (component: Component): Service => {
  const { name, healthUrl } = component;
  const isGrpc = isGrpcUrl(healthUrl);
  const trust = healthUrl.startsWith("https:") ? trusted : {};
  const canaryUrl = healthUrl.replace("/v1/health", "/v1/canary");
  return {
    component,
    name,
    image: component.image,
    dataDir: component.dataDir,
    stageReason: component.stageReason,
    podmanRun: { kind: "raw", text: podmanRunLine(component) },
    isHealthy: () =>
      isGrpc
        ? check(
            `${name} serves (0000282 would be NOT_SERVING)`,
            rift.root
              .sh`${{ kind: "raw", text: askGrpcHealth(healthUrl, profile.word("trust")) }}`.printsExactly(
              SERVING,
            ),
          )
        : http(rift).answers(healthUrl, 200, { as: name, ...trust }),
    writesCanaryRows: (rows) =>
      isGrpc
        ? mcp.sh`sqlite3 ${databaseOf(component)} ${".timeout 5000"} ${canaryInsert(rows)}`
        : rift.root
            .sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --json ${JSON.stringify({ rows })} ${canaryUrl}`,
    hasCanaryRows: (rows) => {
      const database = sqlite(mcp, databaseOf(component));
      return drillOnly(
        check(
          `${name} has its ${rows} rows of canary data`,
          database.query("select count(*) from canary").printsExactly(String(rows)),
        ),
      );
    },
    losesCanaryRows: () =>
      loss.rows(`${name}-rows`, `rows of ${name}`, mcp, databaseOf(component), CANARY_SQL),
  };
};

/** The service whose container has this name. @throws RangeError when no definition has it */
export const service = (name: string): Service => serviceOf(componentOf(name));

/** The name of the platform's checklist resolves, on rift over its own LAN address. */
export const platformNamesResolve = (): Check =>
  dns(rift)
    .asks("mcq.svc.mcp.metacircular.net", "A", { server: rift.on("lan") })
    .answers(rift.on("tailnet"));
