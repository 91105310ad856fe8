/** Splits plain text into paragraphs, lines and links. Pure: makes data, never markup. */

const URL_PATTERN = /https?:\/\/[^\s<>"']{1,500}/g;
const TRAILING = /[.,;:!?)\]]+$/;

/** The address when it is a web address that may be opened, otherwise null. */
export function safeUrl(value) {
  if (typeof value !== "string") return null;
  try {
    const url = new URL(value);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Text -> list of paragraphs, each a list of lines. Blank lines separate paragraphs. */
export function paragraphs(text) {
  return String(text ?? "")
    .split(/\r?\n[ \t]*\r?\n/)
    .map((block) => block.split(/\r?\n/).map((line) => line.trimEnd()))
    .filter((lines) => lines.some((line) => line.trim() !== ""));
}

/** A line -> list of {text} and {text, url}. A full stop after an address is not part of it. */
export function linkTokens(line) {
  const tokens = [];
  let position = 0;
  for (const match of line.matchAll(URL_PATTERN)) {
    const shown = match[0].replace(TRAILING, "");
    const url = safeUrl(shown);
    if (!url) continue;
    if (match.index > position) tokens.push({ text: line.slice(position, match.index) });
    tokens.push({ text: shown, url });
    position = match.index + shown.length;
  }
  if (position < line.length) tokens.push({ text: line.slice(position) });
  return tokens;
}
