// Keeps the empty page, so that it opens without a network. Data is never kept here.

const NAME = "page-1";
const PAGE = ["/", "/app.css", "/app.js", "/views.js", "/outbox.js", "/store.js", "/manifest.webmanifest", "/icon.svg"];
const PATIENCE = 3_000; // milliseconds until a slow network counts as none

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(PAGE)).then(() => self.skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === location.origin && PAGE.includes(pathname)) {
    event.respondWith(newest(event.request, pathname));
  }
});

async function newest(request, pathname) {
  const cache = await caches.open(NAME);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) await cache.put(pathname, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(pathname);
    if (kept) return kept;
    throw error;
  }
}
