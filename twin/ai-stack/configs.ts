/** A password for rigs only, public on purpose. */
export const POSTGRES_PASSWORD = "drill-only";

/** The dependencies of AIDB and their addresses; all containers use the host's network. */
export const aidbConfig = `[server]
listen = "127.0.0.1:8091"

[postgres]
host = "127.0.0.1"
port = 5432
user = "aidb"
password = "${POSTGRES_PASSWORD}"
database = "aidb"

[redis]
host = "127.0.0.1"
port = 6379

[embeddings]
url = "http://127.0.0.1:8081"

[llama_cpp]
url = "http://127.0.0.1:8080"
`;
