/** What is read aloud of a message: the words a person sees, in pieces that a voice can say. Pure but for the walk. */

// A voice that gets much at once may fall silent in the middle of it.
const LONGEST_PIECE = 180;
const BLOCKS = new Set(["P", "LI", "H3", "H4", "DIV", "SECTION", "SUMMARY", "TR", "CAPTION", "BR", "TABLE", "DT", "DD"]);
const CELLS = new Set(["TD", "TH"]);
const UNSPOKEN = "button, .visually-hidden, [aria-hidden='true'], .booking-code-place";

// Voices spell most short forms. A point inside one is no end of a sentence either.
const SHORT_FORMS = [
  [/§§\s*/g, "paragrafferne "],
  [/§\s*/g, "paragraf "],
  [/\bstk\.\s*(?=\d)/gi, "stykke "],
  [/\bnr\.\s*(?=\d)/gi, "nummer "],
  [/\bkl\.\s*(?=\d)/gi, "klokken "],
  [/(?<=\d\s?)kr\.(?=\s+\p{Lu}|\s*$)/gu, "kroner."],
  [/(?<=\d\s?)kr\./g, "kroner"],
  [/\bpct\.(?=\s+\p{Lu}|\s*$)/gu, "procent."],
  [/\bpct\./g, "procent"],
  [/\bca\.\s*/gi, "cirka "],
  [/\bfx\b/gi, "for eksempel"],
  [/\bbl\.\s?a\./gi, "blandt andet"],
  [/https?:\/\/\S+/g, "en adresse på nettet"],
];

/** The words of an element that can be seen, a line for each block. What is folded away is left out. */
export function seenText(node) {
  const lines = [""];
  collect(node, lines);
  return lines.map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
}

function collect(node, lines) {
  if (node.nodeType === Node.TEXT_NODE) {
    lines[lines.length - 1] += node.data;
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(UNSPOKEN)) return;
  const folded = node.tagName === "DETAILS" && !node.open;
  const block = BLOCKS.has(node.tagName);
  if (block) lines.push("");
  for (const child of node.childNodes) {
    if (!folded || child.tagName === "SUMMARY") collect(child, lines);
  }
  if (CELLS.has(node.tagName)) lines[lines.length - 1] += ", ";
  if (block) lines.push("");
}

/** Lines of text -> what a voice says, one sentence or so at a time. */
export function speakable(text) {
  return text
    .split("\n")
    .map((line) => SHORT_FORMS.reduce((said, [short, long]) => said.replace(short, long), line).trim())
    .flatMap(sentences)
    .flatMap(cut)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** "3. maj" is one date and not two sentences: a sentence ends before a capital letter. */
function sentences(line) {
  return line.split(/(?<=[.!?:])\s+(?=[\p{Lu}"»])/u);
}

function cut(sentence) {
  const pieces = [];
  let rest = sentence;
  while (rest.length > LONGEST_PIECE) {
    const at = Math.max(rest.lastIndexOf(", ", LONGEST_PIECE) + 1, 0) || rest.lastIndexOf(" ", LONGEST_PIECE);
    if (at <= 0) break;
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest];
}
