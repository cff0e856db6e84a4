import { optionalString, positive, string } from "../../../guest/fields.ts";
import type { GuestProbe } from "../../../guest/probe.ts";
import type { HttpObservation, HttpRequest } from "../value.ts";
import { askHttp, parseRequest } from "./ask.ts";

export const guest: GuestProbe<HttpRequest, HttpObservation> = {
  read: (fields) => {
    const caFile = optionalString(fields, "caFile");
    const request = {
      url: string(fields, "url"),
      method: string(fields, "method"),
      timeoutMs: positive(fields, "timeoutMs"),
      ...(caFile === undefined ? {} : { caFile }),
    };
    parseRequest(request);
    return request;
  },
  observe: askHttp,
};
