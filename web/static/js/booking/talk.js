/** The conversation that booking is part of, and what it holds: offers, bookings and agreements. */

import { openConversation } from "../api.js";
import { clearSession, loadSession, saveSession } from "../session.js";
import { fetchOffers } from "./api.js";

const MODE = "citizen";

export class Talk {
  session = null;
  data = { offers: [], bookings: [], called_off: [], agreements: [], receipts: [], missing: [] };

  /** Fetch what there is, in the chat's own conversation or in a new one. Throws ApiError. */
  async load() {
    this.session = loadSession(MODE) ?? (await open());
    this.data = await fetchOffers(this.session);
  }

  /** Something was booked: fetch again; when that fails, what the answer told is enough. */
  async booked(booking) {
    try {
      this.data = await fetchOffers(this.session);
    } catch {
      // The receipt is shown from what is known already.
    }
    if (this.bookingOf(booking.number)) return;
    const others = this.data.bookings.filter(({ kind }) => kind !== booking.kind);
    this.data = { ...this.data, bookings: [booking, ...others] };
  }

  /** The conversation is gone: the next `load` opens another one. */
  leave() {
    clearSession(MODE);
  }

  bookingOf(number) {
    return this.data.bookings.find((booking) => booking.number === number) ?? null;
  }

  /** The active booking of that kind of talk, or null. */
  activeOf(kind) {
    return this.data.bookings.find((booking) => booking.kind === kind && booking.state === "active") ?? null;
  }
}

async function open() {
  const { id, token } = await openConversation(MODE);
  saveSession(MODE, { id, token });
  return { id, token };
}

export function randomId() {
  // randomUUID exists only on https and localhost; a municipal test site may be plain http.
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
