/** Telephone numbers as people write them. Pure. The server has the last word. */

/** "+45 20 30 40 50" -> "20304050"; null when it is no Danish number. */
export function danishNumber(text) {
  const digits = text.replace(/[\s.\-()]/g, "");
  return /^(?:(?:\+|00)?45)?([2-9]\d{7})$/.exec(digits)?.[1] ?? null;
}
