// The page for phones: shows what is on, takes lines and photos, and keeps both until the vault has them.

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import * as views from "./views.js";

const AGAIN = 30_000; // milliseconds between two looks at what is on
const PATIENCE = 10_000; // milliseconds for an answer
const OVERRUN = 20; // minutes that a line still goes to a talk after its end
const TYPING = 250; // milliseconds without a key until a search begins

const byId = (id) => document.getElementById(id);
const [main, line, form] = ["main", "line", "form"].map(byId);
const storing = []; // lines on their way into the browser's storage
const state = { now: null, heard: 0, page: null, words: {}, chosen: null, online: true, said: "", problem: null, signedOut: false, signedIn: 0 };

// Asking

async function ask(path, name = path) {
  const asked = performance.now();
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    setOnline(false);
    return kept(name);
  }
  setOnline(response.status < 500);
  if (response.status === 401) {
    signOut(asked);
    return null;
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) return response.status >= 500 ? kept(name) : { problem: outbox.reason(answer, "Not found") };
  if (name === path) keep(path, answer);
  return answer;
}

const keep = (name, answer) => Promise.resolve(store.put("kept", name, { answer, at: Date.now() })).catch(() => {});

async function kept(path) {
  const found = await store.get("kept", path);
  return found ? { ...found.answer, at: found.at } : { problem: "Not loaded yet, and there is no connection." };
}

function setOnline(online) {
  if (online && !state.online) outbox.send();
  state.online = online;
  showState();
}

// The time at the conference runs on from the last answer, by the phone's clock.
function wallNow() {
  if (!state.now?.moment) return "";
  const passed = Date.now() - (state.heard || Date.now());
  return new Date(Date.parse(`${state.now.moment}Z`) + passed).toISOString().slice(0, 19);
}

async function lookNow() {
  const version = state.now?.day ? state.now.version : "";
  const answer = await ask(`/api/now?version=${version}`, "/api/now");
  if (!answer || answer.problem) return;
  answer.day ??= state.now?.day ?? []; // the phone has the day's program already
  if (!answer.at) keep("/api/now", answer);
  state.now = answer;
  state.heard = answer.at ?? Date.now();
  document.title = answer.conference ? `${answer.conference} · confnotes` : "confnotes";
  byId("conference").textContent = answer.conference || "confnotes";
  show();
}

const known = () => [...(state.now?.day ?? []), ...(state.now?.talks ?? [])];

// What is on: as the server says; without a connection, by the times of the kept program.
function parts() {
  const talks = known();
  const byKey = new Map(talks.map((talk) => [talk.key, talk]));
  const of = (keys) => keys.map((key) => byKey.get(key)).filter(Boolean);
  if (state.online && !state.now?.at) {
    return { on: mineFirst(of(state.now?.on ?? [])), next: of(state.now?.next ?? []), later: of(state.now?.later ?? []) };
  }
  const now = wallNow();
  const live = [...byKey.values()].filter((talk) => talk.start && !talk.cancelled);
  const coming = live.filter((talk) => talk.start > now && talk.start.slice(0, 10) === now.slice(0, 10));
  const next = coming.filter((talk) => talk.start === coming[0].start);
  return {
    on: mineFirst(live.filter((talk) => talk.start <= now && talk.end && now < talk.end)),
    next,
    later: coming.filter((talk) => !next.includes(talk) && (outbox.starOf(talk.key) ?? talk.starred)),
  };
}

function mineFirst(talks) {
  const rank = (talk) => (talk.key === state.now?.target?.to ? 0 : talk.starred ? 1 : 2);
  return talks.toSorted((one, other) => rank(one) - rank(other));
}

// Where a line goes: to what is shown, else to what was chosen, else to the talk that is on.
function target() {
  const { page } = state;
  if (page?.talk) return { to: page.talk.key, title: page.talk.title };
  if (page?.html !== undefined) return { to: page.talk ?? page.path, title: page.title };
  if (state.chosen && !isOver(state.chosen.to)) return state.chosen;
  const said = state.now?.target;
  if (said && !isOver(said.to)) return said;
  const { on } = parts();
  return on.length === 1 ? { to: on[0].key, title: on[0].title } : null;
}

function isOver(key) {
  const end = known().find((talk) => talk.key === key)?.end;
  return Boolean(end) && Date.parse(`${wallNow()}Z`) - Date.parse(`${end}Z`) > OVERRUN * 60_000;
}

// Showing

const route = () => {
  const [, name = "now", ...rest] = location.hash.startsWith("#/") ? location.hash.slice(1).split("/") : ["", "now"];
  return { name, what: decodeURIComponent(rest.join("/")) };
};

async function open() {
  if (location.hash.startsWith("#code=")) await signIn(decodeURIComponent(location.hash.slice(6)));
  const { name, what } = route();
  const here = location.hash;
  for (const tab of document.querySelectorAll(".tabs a")) {
    const is = tab.getAttribute("href") === `#/${name}`;
    if (is) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  state.page = null;
  show();
  scrollTo(0, 0);
  let page = null;
  if (name === "program") page = await ask(`/api/program?day=${encodeURIComponent(what)}`);
  else if (name === "notes") page = await ask(`/api/notes?words=${encodeURIComponent(state.words.notes ?? "")}`);
  else if (name === "talk") page = await ask(`/api/talk?key=${encodeURIComponent(what)}`);
  else if (name === "note") page = await ask(`/api/note?path=${encodeURIComponent(what)}`);
  else await lookNow();
  if (location.hash !== here) return;
  state.page = page;
  show();
  if (name === "program") {
    document.querySelector(".days [aria-current]")?.scrollIntoView({ inline: "center" });
    document.querySelector(".talk:not(.over)")?.scrollIntoView({ block: "center" });
  }
}

function show() {
  const focused = document.activeElement?.dataset?.focus;
  const at = document.activeElement?.selectionStart;
  const left = main.querySelector(".days")?.scrollLeft ?? 0;
  byId("composer").hidden = state.signedOut;
  document.querySelector(".tabs").hidden = state.signedOut;
  const asked = state.signedOut && main.querySelector(".sign-in"); // a code may be half typed there
  if (!asked || asked.dataset.problem !== (state.problem ?? "")) main.replaceChildren(...viewOf(route().name));
  main.querySelector(".days")?.scrollTo({ left });
  if (focused) {
    const again = [...main.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focused);
    again?.focus({ preventScroll: true });
    if (at !== undefined && at !== null && again?.setSelectionRange) again.setSelectionRange(at, at);
  }
  showComposer();
  showState();
}

function viewOf(name) {
  const { page } = state;
  if (state.signedOut) return views.signInView(signIn, state.problem);
  if (page?.problem) return [views.h("p", { class: "empty" }, page.problem)];
  const now = wallNow();
  if (name === "program") return page ? views.programView(page, state.words.program ?? "", now, { onStar, onWords }) : loading();
  if (name === "notes") return page ? [...views.notesView(page, state.words.notes ?? "", onSearch), footer()] : loading();
  if (name === "talk") return page?.talk ? views.talkView(page, now, onStar) : loading();
  if (name === "note") return page ? views.noteView(page) : loading();
  return state.now ? views.nowView(parts(), now, onStar) : loading();
}

const loading = () => [views.h("p", { class: "empty" }, "Loading …")];

const footer = () =>
  views.h(
    "p",
    { class: "foot" },
    views.h("a", { class: "act", href: "/screens" }, "All screens"),
    views.h("button", { class: "plain", type: "button", onclick: forget }, "Sign out and clear this device"),
  );

function showState() {
  const now = wallNow();
  byId("clock").textContent = now ? `${views.dayWords(now.slice(0, 10))} · ${views.clock(now)}` : "";
  const open = outbox.waiting().length;
  const words = state.signedOut ? "" : open ? `${open} to send` : state.online ? state.said : "offline";
  const said = byId("state");
  if (said.textContent !== words) said.textContent = words;
  said.classList.toggle("bad", !state.online && !state.signedOut);
}

function showComposer() {
  const aim = target();
  byId("target-title").textContent = aim?.title ?? "Choose a talk";
  byId("waiting").replaceChildren(
    ...outbox
      .waiting()
      .filter((item) => item.kind !== "star")
      .map((item) => views.waitingRow(item, { onDrop, onRetarget })),
  );
}

let fading = 0;
function say(words) {
  state.said = words;
  clearTimeout(fading);
  fading = setTimeout(() => say(""), 6_000);
  showState();
}

// Doing

const onStar = (talk, on) => outbox.add({ id: `star:${talk.key}`, kind: "star", key: talk.key, on, title: talk.title });

function onWords(words) {
  state.words.program = words;
  show();
}

let typing = 0;
function onSearch(words) {
  state.words.notes = words;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const page = await ask(`/api/notes?words=${encodeURIComponent(words)}`);
    if (words !== state.words.notes || route().name !== "notes") return;
    state.page = page;
    show();
  }, TYPING);
}

async function addLine() {
  const text = line.value.trim();
  if (!text) {
    line.focus();
    return;
  }
  const aim = target() ?? (await choose());
  if (!aim) return;
  storing.push(text); // at once, since the next line may be typed before this one is stored
  setLine("");
  try {
    await outbox.add({ kind: "line", text, to: aim.to, title: aim.title });
  } catch {
    setLine(line.value ? `${text}\n${line.value}` : text);
    say("This browser cannot keep the line: its storage is full.");
  }
  storing.splice(storing.indexOf(text), 1);
  keepDraft();
}

async function addPhotos(input) {
  const aim = target() ?? (await choose());
  for (const file of aim ? input.files : []) {
    try {
      const data = await file.arrayBuffer();
      await outbox.add({ kind: "photo", data, type: file.type, name: file.name, to: aim.to, title: aim.title });
    } catch {
      say(`This browser cannot keep ${file.name}: its storage is full.`);
    }
  }
  input.value = "";
}

function setLine(text) {
  line.value = text;
  keepDraft();
  line.style.height = "auto";
  line.style.height = `${line.scrollHeight + 2}px`;
}

function keepDraft() {
  try {
    localStorage.setItem("draft", [...storing, line.value].filter(Boolean).join("\n"));
  } catch {
    // a browser that keeps nothing
  }
}

function choose() {
  const dialog = byId("choose");
  return new Promise((done) => {
    let answer = null;
    const { on, next } = parts();
    const listed = [...on, ...next].filter((talk) => !talk.cancelled);
    const said = state.now?.target;
    const others = said && !listed.some((talk) => talk.key === said.to) ? [said] : [];
    const take = (aim) => {
      answer = aim;
      dialog.close();
    };
    byId("choices").replaceChildren(
      ...others.map((aim) => views.choiceButton(aim.title, "", () => take(aim))),
      ...listed.map((talk) =>
        views.choiceButton(talk.title, [views.hours(talk), talk.room].filter(Boolean).join(" · "), () =>
          take({ to: talk.key, title: talk.title }),
        ),
      ),
      views.h("p", { class: "empty" }, "For any other talk or note, open it and add the line there."),
    );
    dialog.addEventListener("close", () => done(answer), { once: true });
    dialog.showModal();
  });
}

async function changeTarget() {
  const aim = await choose();
  if (!aim) return;
  state.chosen = aim;
  if (["talk", "note"].includes(route().name)) location.hash = "#/now";
  showComposer();
}

const onDrop = (item) => outbox.drop(item.id);

async function onRetarget(item) {
  const aim = await choose();
  if (aim) await outbox.retarget(item.id, aim.to, aim.title);
}

async function whenOutboxChanged(news) {
  if (news?.offline) setOnline(false);
  if (news?.signIn) signOut(news.signIn);
  if (news?.refused) say(news.refused.why);
  if (news?.sent) {
    state.online = true;
    learn(news);
  }
  show();
}

function learn({ sent, answer }) {
  if (sent.kind === "star") {
    for (const talk of [...known(), ...(state.page?.talks ?? []), state.page?.talk]) {
      if (talk?.key === sent.key) talk.starred = answer.starred;
    }
  } else {
    say(`Added to ${sent.title}`);
    const { name } = route();
    if (name === "talk" || name === "note") refresh();
  }
}

async function refresh() {
  const { name, what } = route();
  const here = location.hash;
  const page = await ask(name === "talk" ? `/api/talk?key=${encodeURIComponent(what)}` : `/api/note?path=${encodeURIComponent(what)}`);
  if (location.hash === here && page && !page.problem) {
    state.page = page;
    show();
  }
}

// Signing in and out

async function signIn(token) {
  history.replaceState(null, "", "#/now");
  try {
    const response = await fetch("/api/sign-in", { method: "POST", body: JSON.stringify({ token }), headers: { "Content-Type": "application/json" } });
    state.problem = response.ok ? null : "This code is wrong, or no longer valid.";
    state.signedOut = !response.ok;
    if (response.ok) state.signedIn = performance.now();
  } catch {
    state.problem = "There is no connection to the server.";
  }
  show();
  if (!state.signedOut) {
    outbox.send();
    await lookNow();
  }
}

// What was asked before the last sign-in may be refused after it.
function signOut(asked = performance.now()) {
  if (state.signedOut || asked < state.signedIn) return;
  state.signedOut = true;
  show();
}

async function forget() {
  const open = outbox.waiting().length;
  if (!confirm(open ? `${open} unsent items are deleted, too. Sign out?` : "Sign out?")) return;
  await outbox.forget();
  await store.clear("kept");
  setLine("");
  await fetch("/api/sign-out", { method: "POST" }).catch(() => {});
  state.now = null;
  signOut();
}

// Beginning

form.addEventListener("submit", (event) => {
  event.preventDefault();
  addLine();
});
line.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    addLine();
  }
});
line.addEventListener("input", () => setLine(line.value));
byId("target").addEventListener("click", changeTarget);
for (const id of ["camera", "library"]) byId(id).addEventListener("change", (event) => addPhotos(event.target));
for (const button of document.querySelectorAll("[data-mark]")) {
  button.addEventListener("click", () => {
    const { mark } = button.dataset;
    setLine(line.value.startsWith(mark) ? line.value.slice(mark.length) : mark + line.value);
    line.focus();
  });
}
// A tap on these keeps the keyboard, and so themselves, open.
document.querySelector(".kinds").addEventListener("pointerdown", (event) => event.preventDefault());
main.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#fn"]');
  if (!link) return; // a footnote is a place on this page, no page of its own
  event.preventDefault();
  byId(decodeURIComponent(link.getAttribute("href").slice(1)))?.scrollIntoView({ block: "center" });
});
addEventListener("hashchange", open);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookNow());
addEventListener("offline", () => setOnline(false));
addEventListener("online", lookNow);
setInterval(() => document.visibilityState === "visible" && !state.signedOut && lookNow(), AGAIN);
navigator.serviceWorker?.register("/worker.js").catch(() => {});

await store.open();
try {
  setLine(localStorage.getItem("draft") ?? "");
} catch {
  // a browser that keeps nothing
}
await outbox.start(whenOutboxChanged);
const before = await store.get("kept", "/api/now");
if (before) {
  state.now = { ...before.answer, at: before.at };
  state.heard = before.at;
}
await open();
