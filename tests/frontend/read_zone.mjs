/** Reads the time zone of a file for a calendar with ical.js: times on the wall in as JSON lines, seconds in UTC out. */

import { readFileSync } from "node:fs";

import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const zone = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone"));
const walls = JSON.parse(readFileSync(0, "utf8"));

process.stdout.write(JSON.stringify(walls.map((wall) => {
  const time = ICAL.Time.fromDateTimeString(wall);
  time.zone = zone;
  return time.toUnixTime();
})));
