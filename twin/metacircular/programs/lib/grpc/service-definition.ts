import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

type ProtoRoot = Parameters<typeof fromJSON>[0];

/** The contents of a package in protobufjs' JSON form of a .proto file. Its type requires comments; the form does not. */
export type ProtoPackage = Readonly<Record<string, object>>;

/** The service of this name in a package; enums are texts, and missing fields have their defaults. */
export const serviceDefinition = (
  packageName: string,
  contents: ProtoPackage,
  service: string,
): ServiceDefinition => {
  const nested = packageName
    .split(".")
    .reduceRight<ProtoPackage>((inner, name) => ({ [name]: { nested: inner } }), contents);
  const found = fromJSON({ nested } as ProtoRoot, { enums: String, defaults: true, arrays: true });
  return found[`${packageName}.${service}`] as ServiceDefinition;
};
