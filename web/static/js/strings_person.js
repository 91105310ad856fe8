/** What the page says about being with a person: waiting, talking, being called. */

export const PERSON = {
  loading: "Vi henter din samtale …",
  /** Under the field where the citizen writes: who answers. */
  answers: {
    bot: () => "Du skriver med en chatrobot.",
    waiting: () => "Du venter på en sagsbehandler.",
    caseworker: (name, authority) =>
      name ? `Du skriver med ${name} fra ${authority}.` : "Du skriver med en sagsbehandler.",
    closed: () => "Samtalen er slut. Skriver du igen, svarer en chatrobot.",
  },
  place: (place) => (place ? `Du er nummer ${place} i køen.` : "Du står i køen."),
  minutes: (minutes) => `Det tager nok omkring ${minutes} minutter.`,
  onBehalf: (whom) => {
    const person = whom.replace(/^m(?=in |it |ine )/, "d");
    return `Du skriver på vegne af ${person}. Skal du ordne noget for ${person}, kan du få brug for en fuldmagt.`;
  },
  title: "Ny besked",
  titleFrom: (name) => `${name} skriver til dig`,
  failed: "Det lykkedes ikke. Prøv igen om lidt.",
  leave: {
    title: "Vil du forlade køen?",
    text: "Så mister du din plads. Du kan altid stille dig i kø igen.",
    yes: "Ja, forlad køen",
    no: "Nej, bliv i køen",
  },
  end: {
    title: "Vil du afslutte samtalen?",
    text: "Så svarer chatrobotten igen. Du kan altid bede om et menneske igen.",
    yes: "Ja, afslut",
    no: "Nej, skriv videre",
  },
  callOff: {
    title: "Vil du fortryde opringningen?",
    text: "Så ringer vi ikke til dig. Du kan altid bede om det igen.",
    yes: "Ja, ring ikke til mig",
    no: "Nej, ring til mig",
  },
  restart: {
    waiting: "Så forsvinder samtalen fra skærmen, og du mister din plads i køen.",
    caseworker: "Så forsvinder samtalen fra skærmen, og din samtale med sagsbehandleren slutter.",
  },
  callback: {
    shown: "Der er kommet et skema, hvor du kan skrive dit telefonnummer. Det står lige over skrivefeltet.",
    phoneMissing: "Skriv dit telefonnummer.",
    phoneWrong: "Telefonnummeret skal have 8 cifre, fx 20 30 40 50.",
    nameLong: (max) => `Navnet er for langt. Der er plads til ${max} tegn.`,
    wishLong: (max) => `Teksten er for lang. Der er plads til ${max} tegn.`,
    failed: "Vi kunne ikke sende dit nummer. Det, du har skrevet, er her stadig. Prøv igen om lidt.",
    promised: (day, clock) => `Vi ringer til dig senest ${day} kl. ${clock}.`,
    noPromise: "Vi ringer til dig, så snart vi kan.",
  },
};
