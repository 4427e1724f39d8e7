"use strict";
// Search, filters and light or dark, in a page that is whole without them. The state of search and filters is kept
// in the address as #?q=words&day=...; every other #place stays what it is: a place in the page.
(() => {
  const tools = document.querySelector(".tools");
  const main = document.getElementById("main");
  if (!tools) return;

  const input = document.getElementById("find");
  const selects = [...tools.querySelectorAll("select")];
  const clearing = tools.querySelector(".clear");
  const status = tools.querySelector("[role=status]");
  const entries = [...main.querySelectorAll("[data-item], [data-of]")];
  const talks = entries.filter((node) => "talk" in node.dataset);
  const facets = new Map(entries.filter((node) => node.dataset.item).map((node) => [node.dataset.item, node.dataset]));
  const groups = [...main.querySelectorAll("section, .others")].filter((node) => !node.matches("[data-of]")).reverse();
  const contents = [...document.querySelectorAll(".contents li")].reverse();
  const shownAnyway = new Set(); // entries that a followed link leads to, although they do not match
  const texts = new Map();
  const MOST_MARKS = 2000;
  let marks = [];
  let current = -1;
  let typing = 0;

  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i" };
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[øłđðþæœßı]/g, (letter) => LETTERS[letter]);
  const placeOf = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  function textOf(node) {
    if (!texts.has(node)) {
      const session = node.closest(".session")?.querySelector(":scope > header h3");
      const part = node.closest(".part")?.querySelector(":scope > h2");
      texts.set(node, fold([node, session, part].map((one) => one?.textContent ?? "").join(" ").replace(/\s+/g, " ")));
    }
    return texts.get(node);
  }

  function wanted(id, chosen) {
    const item = facets.get(id);
    return !!item && chosen.every(({ dataset, value }) => {
      if (dataset.filter === "tag") return (item.tags ?? "").split("\n").includes(value);
      if (dataset.filter === "rating") return Number(item.rating ?? 0) >= Number(value);
      return item[dataset.filter] === value;
    });
  }

  function apply() {
    const words = (fold(input.value).match(/"[^"]+"|[^\s"]+/g) ?? []).map((word) => word.replace(/"/g, "").trim());
    const chosen = selects.filter((select) => select.value);
    const active = words.length + chosen.length > 0;
    unmark();
    for (const node of entries) {
      const ids = node.dataset.item ? [node.dataset.item] : node.dataset.of.split(" ");
      const fits = (!chosen.length || ids.some((id) => wanted(id, chosen))) &&
        words.every((word) => textOf(node).includes(word));
      node.hidden = !fits && !shownAnyway.has(node);
    }
    for (const group of groups) {
      group.hidden = active && !group.querySelector("[data-item]:not([hidden]), [data-of]:not([hidden])");
    }
    for (const line of contents) {
      const target = placeOf(line.querySelector("a").hash);
      line.hidden = !!target?.closest("[hidden]") && !line.querySelector("li:not([hidden])");
    }
    if (words.length) mark(words);
    tell(active);
    clearing.hidden = !active;
    return active;
  }

  function tell(active) {
    const shown = talks.filter((node) => !node.hidden).length;
    const anything = entries.some((node) => !node.hidden);
    const said = [tools.dataset.shown.replace("{shown}", shown).replace("{all}", talks.length)];
    if (marks.length) said.push((marks.length === 1 ? tools.dataset.one : tools.dataset.many).replace("{}", marks.length));
    status.textContent = !active ? "" : anything ? said.join(" · ") : tools.dataset.none;
  }

  function mark(words) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("[hidden], svg, math") || !node.parentElement.closest("[data-item], [data-of]")
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) {
      const spans = spansOf(walker.currentNode.data, words);
      if (spans.length) found.push([walker.currentNode, spans]);
    }
    for (const [node, spans] of found) {
      if (marks.length > MOST_MARKS) break;
      let rest = node;
      let cut = 0;
      for (const [start, end] of spans) {
        const hit = rest.splitText(start - cut);
        rest = hit.splitText(end - start);
        cut = end;
        const made = document.createElement("mark");
        hit.replaceWith(made);
        made.append(hit);
        marks.push(made);
      }
    }
  }

  // Where the words stand in a text, as places in the text as it is written: folding may change its length.
  function spansOf(text, words) {
    const folded = fold(text);
    if (!words.some((word) => folded.includes(word))) return [];
    const places = [];
    for (let at = 0; at < text.length;) {
      const letter = String.fromCodePoint(text.codePointAt(at));
      places.push(...Array(fold(letter).length).fill(at));
      at += letter.length;
    }
    places.push(text.length);
    const spans = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        spans.push([places[at] ?? text.length, places[at + word.length] ?? text.length]);
      }
    }
    spans.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let end = 0;
    return spans.filter(([start, stop]) => start >= end && stop > start && ((end = stop), true));
  }

  function unmark() {
    for (const made of marks) {
      const parent = made.parentNode;
      made.replaceWith(...made.childNodes);
      parent.normalize();
    }
    marks = [];
    current = -1;
  }

  function step(by) {
    const shown = marks.filter((made) => !made.closest("[hidden]"));
    if (!shown.length) return;
    marks[current]?.classList.remove("at");
    const before = shown.indexOf(marks[current]);
    const next = shown[before < 0 && by < 0 ? shown.length - 1 : (before + by + shown.length) % shown.length];
    current = marks.indexOf(next);
    next.classList.add("at");
    unfold(next);
    next.scrollIntoView({ block: "center" });
  }

  function unfold(node) {
    for (let up = node.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  }

  function reveal(target) {
    if (!target) return;
    unfold(target);
    if (!target.closest("[hidden]")) return;
    const entry = target.closest("[data-item], [data-of]");
    const scope = target.closest("section");
    for (const node of entry ? [entry] : entries.filter((one) => scope?.contains(one))) shownAnyway.add(node);
    apply();
    for (let up = target.closest("[hidden]"); up; up = target.closest("[hidden]")) up.hidden = false;
  }

  function write(active) {
    const state = new URLSearchParams();
    if (input.value.trim()) state.set("q", input.value.trim());
    for (const select of selects) if (select.value) state.set(select.dataset.filter, select.value);
    if (!active && !location.hash.startsWith("#?")) return;
    try {
      history.replaceState(null, "", location.href.split("#")[0] + (active ? `#?${state}` : ""));
    } catch { /* a page inside of a mail may have no address of its own */ }
  }

  function read() {
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
      input.value = state.get("q") ?? "";
      for (const select of selects) {
        select.value = state.get(select.dataset.filter) ?? "";
        if (select.selectedIndex < 0) select.value = "";
      }
      shownAnyway.clear();
      apply();
      const chosen = selects.find((select) => select.value);
      if (chosen) unfold(chosen);
    } else if (location.hash) {
      const target = placeOf(location.hash);
      if (target?.closest("[hidden], details:not([open])")) {
        reveal(target);
        target.scrollIntoView();
      }
    }
  }

  function changed() {
    clearTimeout(typing);
    shownAnyway.clear();
    write(apply());
  }

  function clear() {
    input.value = "";
    for (const select of selects) select.value = "";
    changed();
  }

  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(changed, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (current < 0) changed();
      step(event.shiftKey ? -1 : 1);
    }
  });
  for (const select of selects) select.addEventListener("change", changed);
  clearing.addEventListener("click", () => {
    clear();
    input.focus();
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const free = at === input || !at.matches?.("input, select, textarea");
    if (event.key === "/" && free && at !== input && !(event.ctrlKey || event.metaKey || event.altKey)) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && free && !event.isComposing) {
      if (clearing.hidden && !input.value) input.blur();
      else clear();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    reveal(placeOf(link.getAttribute("href")));
    const folded = link.closest(".narrow details");
    if (folded) folded.open = false;
  });
  addEventListener("hashchange", read);

  const look = tools.querySelector(".look");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.look ? root.dataset.look === "dark" : system.matches);
  const stored = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null; // without storage the switch lasts as long as the page
    }
  };
  function setLook(dark) {
    if (dark === null || dark === system.matches) delete root.dataset.look;
    else root.dataset.look = dark ? "dark" : "light";
    look.setAttribute("aria-pressed", String(isDark()));
  }
  look.addEventListener("click", () => {
    setLook(!isDark());
    const chosen = root.dataset.look;
    stored((place) => (chosen ? place.setItem("confnotes-look", chosen) : place.removeItem("confnotes-look")));
  });
  system.addEventListener("change", () => setLook(root.dataset.look ? isDark() : null));
  const before = stored((place) => place.getItem("confnotes-look"));
  setLook(before === "dark" || before === "light" ? before === "dark" : null);

  tools.hidden = false;
  read();
})();
