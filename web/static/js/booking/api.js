/** The calls of booking. Everything is in the conversation and needs its token, or a receipt's number and code. */

import { answer, call } from "../api.js";

const BASE = "/api/v1/conversations";
const BY_CODE = "/api/v1/booking";

/** What can be booked, what is booked, and a time that is held -> {offers, bookings, hold}. Throws ApiError. */
export function fetchOffers(session) {
  return call(`${of(session)}/offers`, { token: session.token });
}

/** Times of an offer -> {suggestions, more, next, none_before_deadline}. `wish` = {day, part, form, after}. Throws ApiError. */
export function fetchTimes(session, offer, wish) {
  return call(`${of(session)}/offers/${encodeURIComponent(offer)}/times?${timesQuery(wish)}`, { token: session.token });
}

/** {day: "4", part: "", form: "telefon"} -> "day=4&form=telefon": what is not chosen is left out. */
export function timesQuery(wish) {
  const chosen = ["day", "part", "form", "after"].filter((name) => wish?.[name]);
  return new URLSearchParams(chosen.map((name) => [name, wish[name]])).toString();
}

/** Hold a time for ten minutes: {offer, slot, form, client_id} -> the hold. The same client_id may be sent again. */
export function holdTime(session, body) {
  return call(`${of(session)}/holds`, { method: "POST", body, token: session.token });
}

/** Give a held time back. Throws ApiError. */
export async function releaseHold(session, hold) {
  await answer(`${of(session)}/holds/${encodeURIComponent(hold)}`, { method: "DELETE", token: session.token });
}

/** Book the held time: {hold, topic, preparation, wishes} -> {booking, code, replaced}. Throws ApiError. */
export function bookTime(session, body) {
  return call(`${of(session)}/bookings`, { method: "POST", body, token: session.token });
}

/** Let a code be sent to an e-mail address or a telephone number -> {channel, shown}. Throws ApiError. */
export function askCode(session, address) {
  return call(contactOf(session), { method: "POST", body: { address }, token: session.token });
}

/** How the code that was asked for stands -> "none", "under_way", "sent" or "failed". Throws ApiError. */
export async function codeStanding(session, channel) {
  const query = new URLSearchParams({ channel });
  return (await call(`${contactOf(session)}/code?${query}`, { token: session.token })).standing;
}

/** Give the code that was sent -> {confirmed, shown}. Throws ApiError. */
export function giveCode(session, code) {
  return call(`${contactOf(session)}/code`, { method: "POST", body: { code }, token: session.token });
}

/** Give a booked time back -> {booking, offer_open}. Throws ApiError. */
export function cancelBooking(session, number, reason) {
  const path = `${of(session)}/bookings/${encodeURIComponent(number)}`;
  return call(path, { method: "DELETE", body: { reason }, token: session.token });
}

/** Another code for a booking, which ends the one before -> {number, code}. Throws ApiError. */
export function newCode(session, number) {
  return call(`${of(session)}/bookings/${encodeURIComponent(number)}/code`, { method: "POST", token: session.token });
}

/** The booking as a file for a calendar -> {blob, name}. Throws ApiError. */
export async function fetchCalendarFile(session, number) {
  const path = `${of(session)}/bookings/${encodeURIComponent(number)}.ics`;
  return asFile(await answer(path, { token: session.token }));
}

/** A stored paper with a time stamp on what was tried -> {receipt}. `why` = "no_times" or "failure". Throws ApiError. */
export function askReceipt(session, body) {
  return call(`${of(session)}/receipts`, { method: "POST", body, token: session.token });
}

/** Ask for a person, with what the citizen wishes. Throws ApiError. */
export function passToPerson(session, wish) {
  const body = wish ? { wish } : {};
  return call(`${BASE}/${encodeURIComponent(session.id)}/handoff`, { method: "POST", body, token: session.token });
}

/** From another device: {number, code} -> {booking}. Throws ApiError. */
export function lookUp(proof) {
  return call(`${BY_CODE}/lookup`, { method: "POST", body: proof });
}

/** From another device: {number, code, reason} -> {booking}. Throws ApiError. */
export function cancelByCode(proof) {
  return call(`${BY_CODE}/cancel`, { method: "POST", body: proof });
}

/** From another device: the booking as a file for a calendar -> {blob, name}. Throws ApiError. */
export async function calendarFileByCode(proof) {
  return asFile(await answer(`${BY_CODE}/calendar`, { method: "POST", body: proof }));
}

/** Times to move it to: {number, code, day, part, form, after} -> as `fetchTimes`. Throws ApiError. */
export function timesByCode(proof, { day, part, form, after } = {}) {
  const wish = { day: day ? [Number(day)] : [], part: part || null, form: form || null, after: after || null };
  return call(`${BY_CODE}/times`, { method: "POST", body: { ...proof, ...wish } });
}

/** Hold a time to move it to: {slot, form, client_id} -> the hold. Throws ApiError. */
export function holdByCode(proof, body) {
  return call(`${BY_CODE}/holds`, { method: "POST", body: { ...proof, ...body } });
}

/** Give a held time back. Throws ApiError. */
export async function releaseByCode(proof, hold) {
  await answer(`${BY_CODE}/release`, { method: "POST", body: { ...proof, hold } });
}

/** Move it to the held time -> {booking, replaced}. Throws ApiError. */
export function moveByCode(proof, hold) {
  return call(`${BY_CODE}/move`, { method: "POST", body: { ...proof, hold } });
}

function contactOf(session) {
  return `${BASE}/${encodeURIComponent(session.id)}/contact`;
}

function of(session) {
  return `${BASE}/${encodeURIComponent(session.id)}/booking`;
}

async function asFile(response) {
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { blob: await response.blob(), name: named?.[1] ?? "samtale.ics" };
}
