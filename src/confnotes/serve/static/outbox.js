// Lines, photos and stars on their way to the vault. Each is stored before it is sent and removed when the server has
// said that it has it. A line carries an id, so that one that is sent again after a lost answer is added once.

import * as store from "./store.js";

const LANES = { line: "small", star: "small", photo: "large" }; // a photo must not hold up a line
const PATIENCE = { small: 15_000, large: 180_000 }; // milliseconds for an answer
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 20_000;

export class SignInNeeded extends Error {}

const items = new Map();
const busy = { small: false, large: false };
let pause = FIRST_PAUSE;
let timer = 0;
let changed = () => {};

export const waiting = () => [...items.values()].sort((one, other) => one.made - other.made);

// What the server says about a refusal, and what to do, if it knows.
export const reason = (told, otherwise) => [told?.error ?? otherwise, told?.hint].filter(Boolean).join(". ");

export const starOf = (key) => items.get(`star:${key}`)?.on;

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

export async function start(whenChanged) {
  changed = whenChanged;
  for (const item of await store.all("outbox")) items.set(item.id, item);
  addEventListener("online", () => send());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  send();
}

export async function add(item) {
  const whole = { id: newId(), made: Date.now(), state: "waiting", why: "", ...item };
  await store.put("outbox", whole.id, whole);
  items.set(whole.id, whole);
  navigator.storage?.persist?.().catch(() => {});
  changed();
  send();
}

export async function drop(id) {
  items.delete(id);
  await store.remove("outbox", id);
  changed();
}

export async function retarget(id, to, title) {
  const item = { ...items.get(id), to, title, state: "waiting", why: "" };
  await store.put("outbox", id, item);
  items.set(id, item);
  changed();
  send();
}

export async function forget() {
  items.clear();
  await store.clear("outbox");
}

export function send() {
  clearTimeout(timer);
  return Promise.all([lane("small"), lane("large")]);
}

async function lane(name) {
  if (busy[name]) return;
  busy[name] = true;
  try {
    for (;;) {
      const item = waiting().find((one) => LANES[one.kind] === name && one.state === "waiting");
      if (!item) return;
      if (!(await deliver(item, name))) {
        clearTimeout(timer);
        timer = setTimeout(send, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        return;
      }
      pause = FIRST_PAUSE;
    }
  } finally {
    busy[name] = false;
  }
}

// Whether the item is settled: the server has it, or refuses it for good.
async function deliver(item, name) {
  const asked = performance.now();
  let response;
  try {
    response = await fetch(...requestOf(item, AbortSignal.timeout(PATIENCE[name])));
    if (response.ok) {
      const answer = await response.json();
      if (items.get(item.id)?.made === item.made) await drop(item.id); // a star may have been tapped again meanwhile
      changed({ sent: item, answer });
      return true;
    }
    if (response.status === 401) changed({ signIn: asked });
    if (response.status === 401 || response.status === 408 || response.status >= 500) return false;
  } catch {
    changed({ offline: true });
    return false;
  }
  const told = await response.json().catch(() => ({}));
  if (!items.has(item.id)) return true; // deleted meanwhile
  const refused = { ...item, state: "refused", why: reason(told, `Refused (${response.status})`) };
  if (item.kind === "star") await drop(item.id);
  else {
    items.set(item.id, refused);
    await store.put("outbox", item.id, refused);
  }
  changed({ refused });
  return true;
}

function requestOf(item, signal) {
  const age = Math.max(0, (Date.now() - item.made) / 1000);
  const as = { method: "POST", signal, headers: { "Content-Type": "application/json" } };
  if (item.kind === "star") return ["/api/star", { ...as, body: JSON.stringify({ key: item.key, on: item.on }) }];
  if (item.kind === "line") {
    return ["/api/line", { ...as, body: JSON.stringify({ id: item.id, text: item.text, to: item.to, age }) }];
  }
  const query = new URLSearchParams({ age, ...(item.to ? { to: item.to } : {}) });
  return [`/api/photo?${query}`, { ...as, headers: { "Content-Type": item.type || "application/octet-stream" }, body: item.data }];
}
