import type { Readable } from "node:stream";
import type Docker from "dockerode";

/**
 * Keeps a service awake that systemd starts at its socket: Podman's ends five seconds after its last connection, also
 * while the next call is on its way to it. Answers what lets it go. Source: podman-system-service(1), --time.
 */
export const holdService = async (docker: Docker): Promise<() => void> => {
  try {
    // Of a container that there is not: nothing is ever told on this connection.
    const filters = { container: ["drillbook-holds-the-service"] };
    const events = (await docker.getEvents({ filters })) as Readable;
    events.on("error", () => {});
    events.resume();
    return () => void events.destroy();
  } catch {
    // Without this stream of events every call still works, on its own connection.
    return () => {};
  }
};
