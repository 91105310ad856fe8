/** Reads a file for a calendar with ical.js, which did not write it, and prints what it says as JSON. */

import { readFileSync } from "node:fs";

import ICAL from "ical.js";

const raw = readFileSync(process.argv[2], "utf8");
const calendar = new ICAL.Component(ICAL.parse(raw));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));

process.stdout.write(JSON.stringify({
  method: calendar.getFirstPropertyValue("method"),
  status: event.component.getFirstPropertyValue("status"),
  uid: event.uid,
  sequence: event.sequence,
  summary: event.summary,
  location: event.location,
  timezone: event.startDate.zone.tzid,
  start: event.startDate.toJSDate().toISOString(),
  end: event.endDate.toJSDate().toISOString(),
  text: raw.replace(/\r?\n[ \t]/g, ""),
}));
