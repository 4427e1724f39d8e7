"use strict";
// One slide at a time, in a page that is whole without this: all its slides below each other.
(() => {
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const controls = document.querySelector(".controls");
  const progress = document.querySelector(".progress");
  const overviewButton = controls.querySelector("[data-do=overview]");
  const SMALLEST = 0.62;
  const small = window.matchMedia("screen and (max-width: 50rem), screen and (max-height: 30rem)");
  let now = 0;
  let typed = "";
  let touched = null;
  let pointing = 0;

  const isOverview = () => root.classList.contains("overview");

  function fit(slide) {
    // Letters become smaller until everything is in; on a small screen it is scrolled instead.
    slide.style.removeProperty("--fit");
    if (small.matches && !root.classList.contains("measuring")) return;
    const body = slide.querySelector(".body");
    const fits = () =>
      slide.scrollHeight <= slide.clientHeight + 1 && body.scrollHeight <= body.clientHeight + 1 &&
      [...slide.querySelectorAll(".told, .words")].every((box) => box.scrollHeight <= box.clientHeight + 2);
    for (let size = 1; size > SMALLEST && !fits(); size -= 0.04) slide.style.setProperty("--fit", size.toFixed(2));
  }

  function show(number, { focus = true } = {}) {
    now = Math.max(0, Math.min(slides.length - 1, number));
    typed = "";
    slides.forEach((slide, at) => {
      slide.classList.toggle("now", at === now);
      slide.inert = at !== now && !isOverview();
    });
    const slide = slides[now];
    progress.style.setProperty("--part", (now + 1) / slides.length);
    if (isOverview()) slide.scrollIntoView({ block: "nearest" });
    else fit(slide);
    if (focus) slide.focus({ preventScroll: true });
    if (location.hash !== `#${slide.id}`) history.replaceState(null, "", `#${slide.id}`);
  }

  function overview(on) {
    root.classList.toggle("overview", on);
    overviewButton.setAttribute("aria-pressed", String(on));
    if (on) slides.forEach((slide) => slide.style.removeProperty("--fit"));
    else window.scrollTo(0, 0);
    show(now);
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }

  function fromAddress() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* it stays as it is written */ }
    const at = slides.indexOf(document.getElementById(id)?.closest(".slide"));
    return at < 0 ? 0 : at;
  }

  function columns() {
    const top = slides[0].offsetTop;
    return Math.max(1, slides.findIndex((slide) => slide.offsetTop > top));
  }

  function scrolled(by) {
    // On a small screen a slide may be longer than it: the arrows go through it first.
    const slide = slides[now];
    const left = by > 0 ? slide.scrollHeight - slide.clientHeight - slide.scrollTop : slide.scrollTop;
    if (isOverview() || left < 2) return false;
    slide.scrollBy({ top: by * slide.clientHeight * 0.8 });
    return true;
  }

  const keys = {
    ArrowRight: () => show(now + 1),
    ArrowLeft: () => show(now - 1),
    ArrowDown: () => isOverview() ? show(now + columns()) : scrolled(1) || show(now + 1),
    ArrowUp: () => isOverview() ? show(now - columns()) : scrolled(-1) || show(now - 1),
    PageDown: () => show(now + 1),
    PageUp: () => show(now - 1),
    " ": (event) => show(now + (event.shiftKey ? -1 : 1)),
    Backspace: () => { if (typed) typed = typed.slice(0, -1); else show(now - 1); },
    Home: () => show(0),
    End: () => show(slides.length - 1),
    Enter: () => {
      if (typed) show(Number(typed) - 1);
      else if (isOverview()) overview(false);
      else show(now + 1);
    },
    Escape: () => { typed = ""; overview(false); },
    o: () => overview(!isOverview()),
    f: fullScreen,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target.closest?.("a, button") && (event.key === "Enter" || event.key === " ");
    if (onControl && !typed) return;
    if (/^[0-9]$/.test(event.key)) {
      typed = (typed + event.key).slice(-3);
      return;
    }
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(event);
  });

  controls.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.go) show(now + Number(button.dataset.go), { focus: false });
    else if (button.dataset.do === "full") fullScreen();
    else overview(!isOverview());
  });

  document.addEventListener("click", (event) => {
    const slide = isOverview() && event.target.closest(".slide");
    if (!slide) return;
    event.preventDefault();
    now = slides.indexOf(slide);
    overview(false);
  });

  document.addEventListener("touchstart", (event) => {
    const one = event.touches.length === 1 && (window.visualViewport?.scale ?? 1) < 1.05;
    touched = one ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!touched || isOverview() || event.touches.length) return;
    const x = event.changedTouches[0].clientX - touched.x;
    const y = event.changedTouches[0].clientY - touched.y;
    touched = null;
    if (Math.abs(x) > 45 && Math.abs(x) > 1.6 * Math.abs(y)) show(now + (x < 0 ? 1 : -1));
  }, { passive: true });

  document.addEventListener("pointermove", () => {
    root.classList.add("pointed");
    clearTimeout(pointing);
    pointing = setTimeout(() => root.classList.remove("pointed"), 2000);
  }, { passive: true });

  window.addEventListener("hashchange", () => show(fromAddress()));
  window.addEventListener("resize", () => show(now, { focus: false }));
  window.addEventListener("beforeprint", () => {
    root.classList.add("measuring");
    slides.forEach(fit);
    root.classList.remove("measuring");
  });
  window.addEventListener("afterprint", () => show(now, { focus: false }));

  root.classList.add("deck-on");
  controls.hidden = progress.hidden = false;
  show(fromAddress(), { focus: false });
  document.fonts?.ready.then(() => isOverview() || fit(slides[now]));
})();
