/** Types whose data are numbers and names, so that case and the final dot of a name mean nothing. */
const ofNames = new Set(["CNAME", "DNAME", "NS", "PTR", "MX", "SRV", "SOA", "AFSDB", "KX", "RP"]);

/** Types whose data this harness writes as dig does; of others no text can be compared. */
const comparable = new Set([...ofNames, "A", "AAAA", "TXT", "CAA", "HINFO", "NAPTR"]);

export const isComparable = (type: string): boolean => comparable.has(type);

/** The name as names are compared. Source: RFC 4343. */
export const plainName = (name: string): string =>
  name === "." ? name : name.replace(/\.$/, "").toLowerCase();

const shortestIPv6 = (address: string): string => {
  const host = URL.parse(`http://[${address}]/`)?.hostname;
  return host === undefined ? address : host.slice(1, -1);
};

/** The data of a record, such that equal data is equal text. */
export const plainData = (type: string, data: string): string => {
  if (ofNames.has(type)) return data.split(" ").map(plainName).join(" ");
  if (type === "NAPTR") return data.replace(/\S+$/, plainName);
  return type === "AAAA" ? shortestIPv6(data) : data;
};
