/** The result of the work. @throws Error "no answer within …" after `timeoutMs`; the work itself goes on */
export const within = <Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> => {
  const { promise, reject } = Promise.withResolvers<Result>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
};
