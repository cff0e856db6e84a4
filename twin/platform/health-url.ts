/** gRPC over TLS; the URL is `grpcs://host:port`. */
export const isGrpcUrl = (url: string): boolean => url.startsWith("grpcs://");

/** The URL can tell health: HTTP, HTTPS, or gRPC over TLS, whose port is named. */
export const isHealthUrl = (url: string): boolean =>
  /^(https?|grpcs):\/\/[^\s'"\\]+$/.test(url) &&
  URL.canParse(url) &&
  (!isGrpcUrl(url) || new URL(url).port !== "");
