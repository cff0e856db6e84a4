/** The reason why user-mode Linux cannot show it. Source: measured; its configuration has neither CONFIG_NF_TABLES_IPV4 nor CONFIG_NF_TABLES_INET. */
export const noPacketRulesOnUml =
  "Debian's user-mode kernel has nftables without a table for IP, so no firewall filters on it and no port is redirected";
