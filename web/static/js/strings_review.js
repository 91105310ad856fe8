/** Every Danish text that the scripts of the review pages say. */

export const REVIEW_STRINGS = {
  next: "Næste besked fra borgeren",
  previous: "Forrige besked fra borgeren",
  kinds: ["Mærk: misforstået", "Mærk: forkert regel", "Mærk: mangler et svar", "Mærk: rigtigt, men uklart", "Mærk: uden for vores område"],
  hide: "Skjul det, du har markeret",
  finish: "Gå til Færdig med samtalen",
};
