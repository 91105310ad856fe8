/** What the page says before it books: where the citizen can be reached, or a login. */

export const PROOF = {
  title: "Hvor kan vi få fat i dig?",
  titleLogin: "Log ind for at booke",
  lead: "Før tiden er din, skal vi vide, at vi kan nå dig. Du får en kode med seks tal.",
  leadLogin: "Før tiden er din, skal vi vide, at det er dig.",
  noWay: "Før tiden er din, skal vi vide, at vi kan nå dig. Men lige nu kan vi ikke sende koder.",
  address: { both: "Din e-mail eller dit mobilnummer", email: "Din e-mail", sms: "Dit mobilnummer" },
  addressHint: "Vi bruger det kun til koden og til at skrive til dig om dine samtaler, hvis du beder om det.",
  addressMissing: "Skriv, hvor vi kan sende koden hen.",
  send: "Send koden",
  login: (label) => `Log ind med ${label}`,
  or: "Eller log ind. Så skal du ikke skrive en kode. Det, du selv har skrevet om samtalen, skal du skrive igen.",
  codeTitle: "Skriv koden",
  codeLead: (shown) => `Vi har sendt en kode til ${shown}. Den virker i 10 minutter.`,
  code: "Koden på seks tal",
  codeMissing: "Skriv de seks tal fra beskeden.",
  book: "Book samtalen",
  again: "Send en ny kode",
  sentAgain: "Vi har sendt en ny kode. Den gamle virker ikke længere.",
  other: "Brug en anden adresse",
  notSent: (shown) => `Koden kunne ikke sendes til ${shown}. Se efter, om du har skrevet rigtigt, og prøv igen.`,
};
