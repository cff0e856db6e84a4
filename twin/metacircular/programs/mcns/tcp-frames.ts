/** The complete messages at the start of these bytes, each after its two bytes of length. Source: RFC 1035, 4.2.2. */
export const takeFrames = (bytes: Buffer): { readonly frames: readonly Buffer[]; readonly rest: Buffer } => {
  const frames: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= 2) {
    const length = bytes.readUInt16BE(at);
    if (bytes.length - at - 2 < length) break;
    frames.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { frames, rest: bytes.subarray(at) };
};

export const framed = (message: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
};
