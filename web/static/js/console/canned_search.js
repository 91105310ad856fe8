/** Finding a ready-made reply. Pure. */

/** Small letters, without accents and with ae, oe, aa for æ, ø, å, so that "foer" finds "før". */
export function folded(text) {
  return text
    .toLocaleLowerCase("da")
    .replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

/** The replies that hold every word of the query; those whose shortcut begins with it come first. */
export function matching(replies, query) {
  const wanted = folded(query.replace(/^\//, "")).trim();
  const words = wanted.split(/\s+/).filter(Boolean);
  const fits = (reply) => {
    const whole = folded(`${reply.shortcut} ${reply.title} ${reply.text}`);
    return words.every((word) => whole.includes(word));
  };
  const rank = (reply) => (wanted && folded(reply.shortcut).startsWith(wanted) ? 0 : 1);
  return replies.filter(fits).sort((one, other) => rank(one) - rank(other));
}

/** The names of the gaps that are still open in a text: ["{frist}"]. */
export function openGaps(text) {
  return [...new Set(text.match(/\{(?:navn|kommune|telefon|aabningstid|frist|gruppe)\}/g) ?? [])];
}
