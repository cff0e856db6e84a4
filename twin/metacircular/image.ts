/** The image that every service image stands on. */
export const NODE_IMAGE = "localhost/node:24";

/** What builds the image of the service whose bundled program lies beside it. */
export const containerfile = (program: string): string => `FROM ${NODE_IMAGE}
COPY ${program}.mjs /app/${program}.mjs
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/${program}.mjs"]
`;
