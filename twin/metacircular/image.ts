/** The base image of every service image. */
export const NODE_IMAGE = "localhost/node:24";

/** Builds the image of the service whose bundled program is beside it. */
export const containerfile = (program: string): string => `FROM ${NODE_IMAGE}
COPY ${program}.mjs /app/${program}.mjs
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/${program}.mjs"]
`;
