/** The addresses of a server; ports that it chose itself differ between the transports. */
export type Target = { readonly host: string; readonly udpPort: number; readonly tcpPort: number };
