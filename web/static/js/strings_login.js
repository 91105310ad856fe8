/** What the pages say about a citizen's login. */

export const LOGIN = {
  out: (label) => `Log ind med ${label}`,
  in: "Du er logget ind",
  logOut: "Log ud",
  wait: "Et øjeblik …",
  failed: "Det lykkedes ikke. Prøv igen om lidt.",
  lost: "Vi kunne ikke gøre dit login færdigt i denne fane. Prøv igen herfra.",
  talk: (day) => `Samtale fra ${day}`,
  booked: (kind, moment) => `Du har booket ${kind} ${moment}.`,
  reminders: (count) => (count === 1 ? "Du har én slags påmindelse." : `Du har ${count} slags påmindelser.`),
  nothing: "Der er ingen tider eller påmindelser i den.",
  takeUp: (day) => `Fortsæt samtalen fra ${day}`,
  takeUpNote: "Er samtalen åben på en anden enhed, bliver den lukket der.",
};
