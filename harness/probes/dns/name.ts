import { domainToASCII } from "node:url";

/** The record types that can be asked for: those that dns-packet knows, without transfers and what is not asked. */
export const dnsTypes: readonly string[] = (
  "A AAAA AFSDB ANY APL CAA CDNSKEY CDS CERT CNAME DHCID DLV DNAME DNSKEY DS HINFO HIP IPSECKEY KEY KX LOC MX " +
  "NAPTR NS NSEC NSEC3 NSEC3PARAM NULL PTR RP RRSIG SIG SOA SPF SRV SSHFP TA TLSA TXT"
).split(" ");

const longestLabel = 63;
const longestName = 255;

/** What is wrong, and what to write instead. */
export type DnsProblem = { readonly problem: string; readonly next: string };

const wireBytes = (labels: readonly string[]): number =>
  labels.reduce((sum, label) => sum + label.length + 1, 1);

/** Why the name cannot be asked for, if so. Source: RFC 1035, 2.3.4 and 3.1. */
export const dnsNameProblem = (name: string): DnsProblem | undefined => {
  if (name === "") return { problem: "the name is empty", next: 'write "." for the root' };
  if (name === ".") return undefined;
  if (/[^\x00-\x7f]/.test(name)) {
    const ascii = domainToASCII(name);
    return {
      problem: "it has characters that are not ASCII",
      next: ascii === "" ? "write it in its ASCII form (xn--…)" : `write "${ascii}"`,
    };
  }
  const strange = /[^A-Za-z0-9_*/.-]/.exec(name)?.[0];
  if (strange !== undefined) {
    return {
      problem: `it has the character ${JSON.stringify(strange)}`,
      next: "write letters, digits, -, _, * or /, and a dot between labels alone",
    };
  }
  const labels = name.replace(/\.$/, "").split(".");
  if (labels.includes("")) {
    const mended = labels.filter((label) => label !== "").join(".");
    return { problem: "it has an empty label", next: `write "${mended === "" ? "." : mended}"` };
  }
  const long = labels.find((label) => label.length > longestLabel);
  if (long !== undefined) {
    return {
      problem: `its label "${long.slice(0, 12)}…" has ${long.length} characters`,
      next: `write a name whose labels have ${longestLabel} at most`,
    };
  }
  const bytes = wireBytes(labels);
  return bytes > longestName
    ? { problem: `it has ${bytes} bytes on the wire`, next: `write a name of ${longestName} bytes at most` }
    : undefined;
};

/** Why the type cannot be asked for, if so. */
export const dnsTypeProblem = (type: string): DnsProblem | undefined => {
  if (dnsTypes.includes(type)) return undefined;
  if (dnsTypes.includes(type.toUpperCase())) {
    return { problem: "it is not in capitals", next: `write "${type.toUpperCase()}"` };
  }
  if (/^[AI]XFR$/i.test(type)) {
    return {
      problem: "it is a transfer and not a question",
      next: 'ask for "SOA", whose serial tells as much',
    };
  }
  return { problem: "it is not one that a check can ask for", next: `write one of ${dnsTypes.join(", ")}` };
};
