/** The serial after this one, written YYYYMMDDNN; it never falls, even when the clock does. */
export const nextSerial = (serial: number, now: Date): number => {
  const today = Number(now.toISOString().slice(0, 10).replaceAll("-", "")) * 100;
  return Math.max(serial + 1, today);
};
