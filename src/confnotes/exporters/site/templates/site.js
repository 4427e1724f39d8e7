"use strict";
// Light or dark, search and previews, in pages that are whole without them and that load nothing but their own files.
// A page on a disk cannot fetch files, so that the index of the search is made of scripts, and a preview is a frame.
const confnotes = (() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.look ? root.dataset.look === "dark" : system.matches);
  const stored = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null; // without storage the switch lasts as long as the page
    }
  };
  const before = stored((place) => place.getItem("confnotes-look"));
  if (before === "dark" || before === "light") root.dataset.look = before;
  if (self !== top) root.classList.add("framed");

  const shards = new Map(); // name: what the script of that name said, or null where there is none
  const waiting = new Map();
  let bar, input, status, list, base;
  let asked = 0;

  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ħ: "h", ŋ: "n" };
  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[ßæœøđðłþıħŋ]/g, (one) => LETTERS[one])
      .normalize("NFC");
  const TOGETHER = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+/g;

  function wordsOf(text) {
    const found = [];
    for (const word of fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
      for (const run of word.match(TOGETHER) ?? []) {
        if (run.length === 1) found.push(run);
        for (let at = 0; at + 1 < run.length; at++) found.push(run.slice(at, at + 2));
      }
      found.push(...word.replace(TOGETHER, " ").split(" ").filter(Boolean));
    }
    return found.map((word) => word.slice(0, 40));
  }

  function shardOf(word) {
    return /^[a-z0-9]/.test(word) ? word[0] : `u${(word.codePointAt(0) >> 8).toString(16)}`;
  }

  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${base}assets/search/${name}.js`;
        script.onload = script.onerror = () => {
          if (!shards.has(name)) shards.set(name, null);
          done();
        };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  // The entries with a word that begins like this one: the number of the entry, and whether it has the whole word.
  function entriesWith(word) {
    const found = new Map();
    const words = shards.get(shardOf(word)) ?? {};
    for (const [one, steps] of Object.entries(words)) {
      if (!one.startsWith(word)) continue;
      let at = 0;
      for (const step of steps.split(" ")) {
        at += Number(step);
        found.set(at, found.get(at) || one === word);
      }
    }
    return found;
  }

  async function search() {
    const number = ++asked;
    const words = wordsOf(input.value);
    await Promise.all(["pages", ...new Set(words.map(shardOf))].map(load));
    if (number !== asked) return;
    list.replaceChildren();
    status.textContent = "";
    if (!words.length) return;
    const each = words.map(entriesWith);
    const pages = shards.get("pages") ?? [];
    const score = (at) => {
      const title = wordsOf(pages[at][1]);
      return words.reduce((sum, word, n) => sum + (each[n].get(at) ? 1 : 0) +
        (title.includes(word) ? 4 : title.some((one) => one.startsWith(word)) ? 2 : 0), 0);
    };
    const hits = [...each[0].keys()].filter((at) => each.every((one) => one.has(at)))
      .map((at) => [score(at), at]).sort((one, other) => other[0] - one[0] || one[1] - other[1]);
    const said = hits.length === 1 ? bar.dataset.one : bar.dataset.many.replace("{}", hits.length);
    status.textContent = hits.length ? said.replace("{}", hits.length) : bar.dataset.none;
    list.append(...hits.slice(0, 30).map(([, at]) => line(pages[at])));
  }

  function line([address, title, kind, facts, excerpt]) {
    const link = document.createElement("a");
    link.href = base + address;
    const parts = [["name", title], ["facts", [kind, facts].filter(Boolean).join(" · ")], ["said", excerpt]];
    for (const [name, text] of parts) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.dir = "auto";
      part.textContent = text;
      link.append(part);
    }
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  // A preview of the page that a link leads to, while the mouse rests on the link or on the preview, or keys are there.
  let preview = null;
  let timer = 0;
  function previews() {
    const rest = (delay, act) => {
      clearTimeout(timer);
      timer = setTimeout(act, delay);
    };
    const close = () => {
      clearTimeout(timer);
      preview?.remove();
      preview = null;
    };
    const leadsInside = (link) => link.protocol === location.protocol && link.host === location.host &&
      link.pathname !== location.pathname && link.pathname.endsWith(".html") && !link.closest(".bar, .above, .near");
    function open(link) {
      close();
      const box = link.getBoundingClientRect();
      preview = document.createElement("iframe");
      preview.className = "preview";
      preview.src = link.href;
      preview.title = link.textContent;
      preview.tabIndex = -1;
      preview.setAttribute("aria-hidden", "true");
      document.body.append(preview);
      const { offsetWidth: width, offsetHeight: height } = preview;
      const below = box.bottom + height + 8 < innerHeight || box.top < height + 8;
      // Styles are set by script, which the policy of the page allows; style attributes are not.
      preview.style.left = `${scrollX + Math.max(16, Math.min(box.left, root.clientWidth - width - 16))}px`;
      preview.style.top = `${scrollY + (below ? box.bottom + 6 : box.top - height - 6)}px`;
      preview.addEventListener("mouseenter", () => clearTimeout(timer));
      preview.addEventListener("mouseleave", () => rest(200, close));
    }
    document.addEventListener("pointerover", (event) => {
      const link = event.pointerType === "mouse" && event.target.closest?.("main a[href]");
      if (link && leadsInside(link)) rest(350, () => open(link));
    });
    document.addEventListener("pointerout", (event) => {
      if (event.target.closest?.("main a[href]")) rest(200, close);
    });
    document.addEventListener("focusin", (event) => {
      const link = event.target.closest?.("main a[href]");
      if (link?.matches(":focus-visible") && leadsInside(link)) rest(600, () => open(link));
    });
    document.addEventListener("focusout", close);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
  }

  // The arrow keys go from the field to the hits and back.
  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(event.target) + step];
    if (!stops.includes(event.target) || !next) return;
    event.preventDefault();
    next.focus();
  }

  function start() {
    bar = document.querySelector(".seek");
    if (!bar || self !== top) return;
    [input, status, list] = ["input", "[role=status]", ".found"].map((one) => bar.querySelector(one));
    base = bar.dataset.root;
    const look = bar.querySelector(".look");
    const tell = () => look.setAttribute("aria-pressed", String(isDark()));
    look.addEventListener("click", () => {
      const dark = !isDark();
      if (dark === system.matches) delete root.dataset.look;
      else root.dataset.look = dark ? "dark" : "light";
      const chosen = root.dataset.look;
      stored((place) => (chosen ? place.setItem("confnotes-look", chosen) : place.removeItem("confnotes-look")));
      tell();
    });
    system.addEventListener("change", tell);
    tell();
    let typing = 0;
    input.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(search, 100);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) list.querySelector("a")?.click();
    });
    bar.addEventListener("keydown", walk);
    document.addEventListener("keydown", (event) => {
      const free = event.target === input || !event.target.matches?.("input, select, textarea");
      if (event.key === "/" && free && event.target !== input && !(event.ctrlKey || event.metaKey || event.altKey)) {
        event.preventDefault();
        input.focus();
        input.select();
      } else if (event.key === "Escape" && free && !event.isComposing) {
        if (!input.value) input.blur();
        input.value = "";
        search();
      }
    });
    bar.hidden = false;
    previews();
  }
  document.addEventListener("DOMContentLoaded", start);
  return (name, said) => shards.set(name, said);
})();
