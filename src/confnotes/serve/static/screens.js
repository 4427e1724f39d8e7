// Connects the terminal of textual-serve to the screens of this tab, again after a dropped connection.
// The screens wait at the server for a tab of this name, so that what is half typed is still there.

const RETRY = 1_000; // milliseconds
const say = (words, button = false) => {
  document.getElementById("told").hidden = !words;
  document.getElementById("words").textContent = words;
  document.getElementById("again").hidden = !button;
};

function tabName() {
  let name = sessionStorage.getItem("tab");
  if (!name) {
    name = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("tab", name);
  }
  return name;
}

async function signIn() {
  const token = location.hash.startsWith("#code=") ? decodeURIComponent(location.hash.slice(6)) : null;
  if (token === null) return;
  history.replaceState(null, "", location.pathname);
  await fetch("/api/sign-in", { method: "POST", body: JSON.stringify({ token }) });
}

async function isRunning() {
  const response = await fetch(`/screens/tab/${tabName()}`, { signal: AbortSignal.timeout(5_000) });
  if (response.status === 401) {
    say("Sign in with the address that confnotes serve printed.");
    return null;
  }
  return (await response.json()).running;
}

// The connection is closed: by the user, who left the screens, or by the network.
async function closed() {
  for (;;) {
    try {
      const running = await isRunning();
      if (running === null) return;
      if (running) location.reload();
      else say("The screens are closed. Everything is saved.", true);
      return;
    } catch {
      say("No connection. Trying again …");
      await new Promise((done) => setTimeout(done, RETRY));
    }
  }
}

const focus = () => document.querySelector(".xterm-helper-textarea")?.focus();

addEventListener("DOMContentLoaded", async () => {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const terminal = document.getElementById("terminal");
  terminal.dataset.sessionWebsocketUrl = `${scheme}://${location.host}/screens/socket/${tabName()}`;
  document.getElementById("again").addEventListener("click", () => location.reload());
  const seen = { "-first-byte": focus, "-closed": closed };
  new MutationObserver(() => {
    for (const [name, act] of Object.entries(seen)) {
      if (!document.body.classList.contains(name)) continue;
      delete seen[name];
      act();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  await signIn();
  if ((await isRunning().catch(() => false)) === null) return;
  await document.fonts.load("16px 'Roboto Mono'").catch(() => {});
  const script = document.createElement("script"); // begins when the window has loaded
  script.src = "/screens/textual.js";
  script.onload = () => document.readyState === "complete" && window.onload?.(new Event("load"));
  document.head.append(script);
});
