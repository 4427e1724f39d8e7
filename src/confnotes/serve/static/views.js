// What the page shows, as elements. Text becomes text, never HTML; only notes come as HTML, made safe by the server.

import { starOf } from "./outbox.js";

const SOON = 20; // minutes before its end from which a talk says how long it still takes

export function h(name, props = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const talkAddress = (key) => `#/talk/${encodeURIComponent(key)}`;
export const noteAddress = (path) => `#/note/${encodeURIComponent(path)}`;
export const clock = (moment) => moment?.slice(11, 16) ?? "";
export const hours = (talk) => (talk.end && talk.stated ? `${clock(talk.start)}–${clock(talk.end)}` : clock(talk.start));
const minutes = (one, other) => Math.ceil((Date.parse(`${other}Z`) - Date.parse(`${one}Z`)) / 60_000);

export const dayWords = (day, form = { weekday: "short", day: "numeric", month: "short" }) =>
  new Date(`${day}T12:00Z`).toLocaleDateString(navigator.language, { ...form, timeZone: "UTC" });

function left(talk, now) {
  if (!now || !talk.start) return "";
  if (talk.start > now) {
    const before = minutes(now, talk.start);
    return before <= 60 ? `in ${before} min` : "";
  }
  const rest = talk.end && talk.stated ? minutes(now, talk.end) : 0;
  return rest > 0 && rest <= SOON ? `${rest} min left` : "";
}

export function starButton(talk, onStar) {
  const on = starOf(talk.key) ?? talk.starred;
  const label = `${on ? "Unstar" : "Star"} ${talk.title}`;
  const props = { class: "star", type: "button", "aria-pressed": String(on), "aria-label": label, "data-focus": `star-${talk.key}` };
  return h("button", { ...props, onclick: () => onStar(talk, !on) }, on ? "★" : "☆");
}

function talkRow(talk, now, onStar) {
  const over = now && talk.end && talk.end <= now;
  const facts = [talk.room, talk.cancelled ? "cancelled" : "", talk.note ? "✎ note" : ""].filter(Boolean);
  const parts = [
    h("span", { class: "facts" }, [hours(talk), ...facts].map((one) => h("span", {}, one)), timeLeft(talk, now)),
    h("span", { class: "title" }, talk.title),
    talk.speakers ? h("span", { class: "speakers" }, talk.speakers) : null,
  ];
  const about = h("a", { class: "about", href: talkAddress(talk.key), "data-focus": `talk-${talk.key}` }, parts);
  const names = ["talk", talk.cancelled ? "cancelled" : "", over ? "over" : ""].filter(Boolean).join(" ");
  return h("li", { class: names }, about, starButton(talk, onStar));
}

const timeLeft = (talk, now) => {
  const words = talk.cancelled ? "" : left(talk, now);
  return words ? h("span", { class: "left" }, words) : null;
};

const section = (title, name, talks, now, onStar) =>
  talks.length
    ? h("section", { class: name }, h("h2", {}, title), h("ul", { class: "talks" }, talks.map((one) => talkRow(one, now, onStar))))
    : null;

export function nowView({ on, next, later }, now, onStar) {
  const parts = [
    section("On now", "on", on, now, onStar),
    section("Next", "next", next, now, onStar),
    section("Starred for later", "later", later, now, onStar),
  ].filter(Boolean);
  return parts.length ? parts : [h("p", { class: "empty" }, "Nothing is on now or later today.")];
}

export function programView(answer, words, now, { onStar, onWords }) {
  const days = (answer.days ?? []).map((day) =>
    h("a", { href: `#/program/${day}`, "aria-current": day === answer.day && "date" }, dayWords(day)),
  );
  const wanted = words.trim().toLocaleLowerCase();
  const fits = (talk) => `${talk.title} ${talk.speakers} ${talk.room} ${talk.track}`.toLocaleLowerCase().includes(wanted);
  const talks = (answer.talks ?? []).filter((talk) => !wanted || fits(talk));
  const find = { class: "find", type: "search", placeholder: "Filter talks", "aria-label": "Filter talks", value: words, "data-focus": "find" };
  return [
    days.length > 1 ? h("nav", { class: "days", "aria-label": "Days" }, days) : null,
    h("input", { ...find, oninput: (event) => onWords(event.target.value) }),
    talks.length
      ? h("ul", { class: "talks" }, talks.map((one) => talkRow(one, now, onStar)))
      : h("p", { class: "empty" }, wanted ? "No talk matches." : "No talks on this day."),
  ].filter(Boolean);
}

export function notesView(answer, words, onWords) {
  const find = { class: "find", type: "search", placeholder: "Search everything", "aria-label": "Search everything", value: words, "data-focus": "find" };
  const rows = (answer.notes ?? []).map((one) =>
    h(
      "li",
      {},
      h(
        "a",
        { href: one.path ? noteAddress(one.path) : talkAddress(one.talk) },
        h("span", { class: "title" }, one.title),
        h("span", { class: "facts" }, one.conference, one.path ? "" : h("span", {}, "no note yet")),
        one.snippet ? h("span", { class: "speakers" }, one.snippet) : null,
      ),
    ),
  );
  return [
    h("input", { ...find, oninput: (event) => onWords(event.target.value) }),
    rows.length ? h("ul", { class: "rows" }, rows) : h("p", { class: "empty" }, words ? "No matches." : "No notes yet."),
  ];
}

function noteBody(note) {
  const body = h("div", { class: "note" });
  body.innerHTML = note.html; // made from Markdown without any HTML of the note; the page's policy forbids scripts too
  for (const link of body.querySelectorAll('a[href^="http"]')) link.target = "_blank";
  return body;
}

export function talkView({ talk, abstract, note }, now, onStar) {
  const day = talk.start && (!now || talk.start.slice(0, 10) !== now.slice(0, 10)) ? dayWords(talk.start.slice(0, 10)) : "";
  const facts = [day, hours(talk), talk.room, talk.track, talk.cancelled ? "cancelled" : ""].filter(Boolean);
  return [
    h(
      "div",
      { class: "head" },
      h("div", { class: "line" }, h("h2", {}, talk.title), starButton(talk, onStar)),
      h("p", { class: "facts" }, facts.join(" · "), timeLeft(talk, now) ? " · " : "", timeLeft(talk, now)),
      talk.speakers ? h("p", { class: "speakers" }, talk.speakers) : null,
    ),
    note ? h("section", {}, h("h2", {}, "Your note"), noteBody(note)) : h("p", { class: "empty" }, "No note yet: add a line."),
    abstract ? h("section", {}, h("h2", {}, "Abstract"), h("p", { class: "abstract" }, abstract)) : null,
  ].filter(Boolean);
}

export const noteView = (note) => [
  h("div", { class: "head" }, h("div", { class: "line" }, h("h2", {}, note.title))),
  note.talk ? h("p", {}, h("a", { class: "act", href: talkAddress(note.talk) }, "The talk")) : null,
  note.html ? noteBody(note) : h("p", { class: "empty" }, "This note is empty."),
].filter(Boolean);

export const signInView = (onCode, problem) => {
  const field = h("input", { class: "find", name: "code", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-label": "Code", placeholder: "Code" });
  const submit = (event) => {
    event.preventDefault();
    onCode(field.value.trim().replace(/^.*code=/, "")); // or the whole address
  };
  return [
    h(
      "form",
      { class: "sign-in", "data-problem": problem ?? "", onsubmit: submit },
      h("h2", {}, "Sign in"),
      h("p", {}, "Scan the QR code that confnotes serve shows, open its address, or paste that address here."),
      problem ? h("p", { role: "alert" }, problem) : null,
      field,
      h("button", { class: "act main" }, "Sign in"),
    ),
  ];
};

export function waitingRow(item, { onDrop, onRetarget }) {
  const what = item.kind === "photo" ? `Photo ${item.name ?? ""}` : item.text;
  const why = item.state === "refused" ? item.why : `waiting${item.title ? ` · to ${item.title}` : ""}`;
  return h(
    "li",
    { class: item.state },
    h("span", { class: "what" }, h("span", { class: "text" }, what), h("span", { class: "why" }, why)),
    item.state === "refused" ? h("button", { class: "plain", type: "button", onclick: () => onRetarget(item) }, "Move") : null,
    item.state === "refused" ? h("button", { class: "plain", type: "button", onclick: () => onDrop(item) }, "Delete") : null,
  );
}

export const choiceButton = (title, facts, onChoose) =>
  h("button", { type: "button", onclick: onChoose }, h("span", {}, title), facts ? h("span", { class: "facts" }, facts) : null);
