/** One message of the server. Source: PostgreSQL documentation, "Message Formats". */
export type Message = { readonly type: string; readonly body: Buffer };

const PROTOCOL_3_0 = 196_608;
const HEADER_BYTES = 5;
/** No answer to what we ask is longer; whoever sends more is no PostgreSQL. */
const LONGEST_BODY = 1_048_576;

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};

const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

const withLength = (body: Buffer): Buffer => Buffer.concat([int32(body.length + 4), body]);

export const startup = (user: string, database: string): Buffer =>
  withLength(
    Buffer.concat([
      int32(PROTOCOL_3_0),
      ...["user", user, "database", database].map(cString),
      Buffer.from("\0"),
    ]),
  );

const message = (type: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(type), withLength(Buffer.concat(parts))]);

export const query = (sql: string): Buffer => message("Q", cString(sql));

export const saslInitial = (mechanism: string, response: string): Buffer =>
  message("p", cString(mechanism), int32(Buffer.byteLength(response)), Buffer.from(response));

export const saslResponse = (response: string): Buffer => message("p", Buffer.from(response));

/** The messages in a stream, however it is cut. @throws when it is not PostgreSQL's */
export async function* messagesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Message, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32BE(1) + 1;
      if (length < HEADER_BYTES || length > LONGEST_BODY) throw new Error("the answer is not PostgreSQL's");
      if (rest.length < length) break;
      yield { type: rest.toString("latin1", 0, 1), body: rest.subarray(HEADER_BYTES, length) };
      rest = rest.subarray(length);
    }
  }
}

/** What an ErrorResponse says to people: its field M. */
export const errorText = ({ body }: Message): string =>
  body
    .toString("utf8")
    .split("\0")
    .find((field) => field.startsWith("M"))
    ?.slice(1) ?? "an error without words";

/** The fields of a DataRow, as text. */
export const rowOf = ({ body }: Message): readonly (string | null)[] => {
  const fields: (string | null)[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    fields.push(length < 0 ? null : body.toString("utf8", at, at + length));
    at += Math.max(length, 0);
  }
  return fields;
};
