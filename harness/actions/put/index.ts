import { assertKnownFields } from "../../scenario/known-fields.ts";
import { fill, text } from "../../scenario/text.ts";
import { type ActionDefinition, done } from "../definition.ts";
import { installFile } from "./command-line.ts";
import type { PutFields, PutFile } from "./value.ts";

const isBundle = (content: PutFields["content"]): content is { readonly bundleOf: string } =>
  typeof content === "object" && "bundleOf" in content;

const putFile = (machine: string, path: string, fields: PutFields): PutFile => {
  assertKnownFields(`put of ${path}`, fields, ["content", "mode", "owner", "typedAs"]);
  const { content, mode = "0644", owner = "root:root", typedAs } = fields;
  return {
    kind: "put",
    machine,
    path,
    content: isBundle(content) ? content : text(content),
    mode,
    owner,
    ...(typedAs === undefined ? {} : { typed: text(typedAs) }),
  };
};

type Methods = { put(path: string, fields: PutFields): PutFile };

export const put: ActionDefinition<PutFile, Methods> = {
  kind: "put",
  commandLine: installFile,
  perform: async ({ path, content, mode, owner }, { machine, resolve, bundle }) => {
    const data = isBundle(content) ? bundle(content.bundleOf) : fill(content, resolve);
    await machine.writeFile(path, data, { mode, owner });
    return done;
  },
  methods: (machine) => ({ put: (path, fields) => putFile(machine, path, fields) }),
  // It is built once, when the rig's image is made.
  problem: ({ path, content }, place) =>
    isBundle(content) && place === "step"
      ? `${path} is a bundle, which only a machine's provision can put`
      : undefined,
};
