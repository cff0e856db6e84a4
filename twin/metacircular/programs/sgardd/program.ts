import { configuredService } from "../lib/service.ts";
import { configFromArguments, type SgardConfig } from "./arguments.ts";
import { REPOSITORY_SCHEMA, repositoryRoutes } from "./repository.ts";

/** The repository of files. */
export const sgardd = configuredService<SgardConfig>(
  {
    name: "sgardd",
    version: "v3.2.0",
    schema: REPOSITORY_SCHEMA,
    start: ({ repo }, database) => repositoryRoutes(database, repo),
  },
  configFromArguments,
);
