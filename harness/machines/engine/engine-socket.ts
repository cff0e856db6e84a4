import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of this user's own sockets; a shell of su, sudo or cron has no variable for it. */
const runtimeDir = (env: NodeJS.ProcessEnv, uid: number | undefined): string | undefined =>
  env["XDG_RUNTIME_DIR"] || (uid === undefined || uid === 0 ? undefined : `/run/user/${uid}`);

/** The default addresses of container engines, in the order in which they are tried. */
export const usualSockets = (
  env: NodeJS.ProcessEnv = process.env,
  home = homedir(),
  uid = process.getuid?.(),
): string[] => {
  const runtime = runtimeDir(env, uid);
  return [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(home, ".docker/run/docker.sock"),
    "/run/podman/podman.sock",
    ...(runtime ? [join(runtime, "podman/podman.sock")] : []),
  ];
};

/** Whether an engine answers there; else why not. */
export const pingSocket = (socketPath: string, timeoutMs: number): Promise<true | string> =>
  new Promise((resolve) => {
    const call = request({ socketPath, path: "/_ping", timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? true : `it answered ${response.statusCode}`);
    });
    call.on("timeout", () => {
      resolve(`no answer within ${timeoutMs} ms`);
      call.destroy();
    });
    call.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.end();
  });
