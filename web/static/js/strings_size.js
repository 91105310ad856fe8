/** What is said when the text gets another size. */

export const SIZE = {
  now: (percent) => `Teksten er nu ${percent} procent.`,
  end: (direction) => (direction > 0 ? "Teksten kan ikke blive større." : "Teksten kan ikke blive mindre."),
};
