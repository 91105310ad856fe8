/** Every Danish text that the scripts of the pages for staff say. */

export const CONSOLE_STRINGS = {
  shortcuts: {
    help: "Vis denne hjælp",
    queue: "Gå til køen",
    search: "Gå til søgning",
    review: "Gå til gennemsyn",
    overview: "Gå til overblik",
    focusSearch: "Sæt markøren i søgefeltet",
    then: "og så",
  },
  presence: {
    here: "Du står som til stede.",
    away: "Du står som ikke til stede.",
  },
};
