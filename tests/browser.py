"""A real browser for tests: chromium without a window, spoken to over its DevTools protocol through a pipe.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_PATIENCE = 60.0
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--process-per-site",  # one process for all tabs: what a page stores, the next one reads at once
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",  # or each tab begins a process for the blank page and one for that it shows
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess",
)
# The browser reads its file 3 and writes its file 4.
_START = """import os, sys
to_read, to_write = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
for file, place in ((to_read, 3), (to_write, 4)):
    os.dup2(file, place)
    os.set_inheritable(place, True)
os.execv(sys.argv[3], sys.argv[3:])"""


class Browser:
    """A running browser; pages are opened one after the other, each in a tab of its own."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests, self._answers = requests, answers
        self._number = 0
        self._rest = b""
        self._pages: dict[str, Page] = {}
        self._tabs: list[str] = []

    def open(
        self, path: Path | str, place: str = "", *, width: int = 1280, height: int = 900, dark: bool = False
    ) -> Page:
        """A page of the disk or at an address, loaded, at a place of it, `#...`, in a window of that size."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._tabs.append(target)
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Page", "Network", "Runtime", "Log", "DOM"):
            page.ask(f"{domain}.enable")
        page.size(width, height)
        page.look(dark=dark)
        page.go((path if isinstance(path, str) else path.as_uri()) + place)
        return page

    def close(self) -> None:
        """Close all pages; the browser forgets what they stored."""
        if self._tabs:
            pages = list(self._pages.values())
            for origin in {page.origin for page in pages}:
                pages[-1].ask("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            self.ask("Storage.clearCookies")
        for target in self._tabs:
            self.ask("Target.closeTarget", {"targetId": target})
        self._tabs.clear()
        self._pages.clear()

    def wait_until_loaded(self, page: Page) -> None:
        """Hear the browser until a page is loaded."""
        while not page.loaded:
            self._hear()

    def ask(self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None) -> dict[str, Any]:
        """The answer to a command; fails where the browser refuses it."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters or {}}
        if session:
            command["sessionId"] = session
        os.write(self._requests, json.dumps(command).encode() + b"\0")
        while True:
            message = self._hear()
            if message.get("id") == self._number:
                assert "error" not in message, (method, message["error"])
                return dict(message["result"])

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select([self._answers], [], [], _PATIENCE)
            assert ready, "the browser says nothing"
            heard = os.read(self._answers, 1 << 20)
            assert heard, "the browser is gone"
            self._rest += heard
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        page = self._pages.get(message.get("sessionId", ""))
        if page is not None and "method" in message:
            page.heard(message["method"], message["params"])
        return message


@dataclass(slots=True)
class Page:
    """A tab. `console` is what it complained about."""

    browser: Browser
    session: str
    loaded: bool = False
    origin: str = ""
    _requests: dict[str, str] = field(default_factory=dict)
    console: list[str] = field(default_factory=list)

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for; those that its policy forbids never are."""
        return list(self._requests.values())

    def heard(self, event: str, told: dict[str, Any]) -> None:
        """Take note of an event."""
        if event == "Page.loadEventFired":
            self.loaded = True
        elif event == "Network.requestWillBeSent":
            self._requests[told["requestId"]] = told["request"]["url"]
        elif event == "Network.loadingFailed" and told.get("blockedReason") == "csp":
            del self._requests[told["requestId"]]
        elif event == "Runtime.consoleAPICalled":
            self.console.append(" ".join(str(one.get("value")) for one in told["args"]))
        elif event == "Runtime.exceptionThrown":
            self.console.append(str(told["exceptionDetails"]))
        elif event == "Log.entryAdded":
            self.console.append(told["entry"]["text"])

    def ask(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer to a command about this tab."""
        return self.browser.ask(method, parameters, self.session)

    def go(self, address: str) -> None:
        """Load the page at an address."""
        self.loaded = False
        self.origin = "file://" if address.startswith("file:") else "/".join(address.split("/")[:3])
        self.ask("Page.navigate", {"url": address})
        self.browser.wait_until_loaded(self)

    def connect(self, *, on: bool) -> None:
        """Have a network, or none."""
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.ask("Network.emulateNetworkConditions", {"offline": not on, **speed})

    def choose_files(self, field: str, *files: Path) -> None:
        """Choose files in the field that a selector names."""
        found = self.ask("Runtime.evaluate", {"expression": f"document.querySelector({field!r})"})["result"]
        self.ask("DOM.setFileInputFiles", {"files": [str(file) for file in files], "objectId": found["objectId"]})

    def run(self, script: str) -> Any:
        """The value of an expression; a promise is waited for."""
        given = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self.ask("Runtime.evaluate", given)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true; fails where it is not within ten seconds."""
        script = f"""(async () => {{
            for (let n = 0; !({condition}); n++) {{
                if (n === 1000) throw Error("it did not come")
                await new Promise((done) => setTimeout(done, 10))
            }}
        }})()"""
        try:
            self.run(script)
        except AssertionError as error:
            if "navigated" not in str(error):
                raise
            self.run(script)  # the page was loaded anew meanwhile, and its answer went with it

    def move(self, script: str) -> None:
        """Run a script that changes the place in the address, and wait until the page has heard of it."""
        heard = "addEventListener('hashchange', () => setTimeout(done), { once: true })"
        self.run(f"new Promise((done) => {{ {heard}; {script}; }})")

    def look(self, *, dark: bool) -> None:
        """Have the colours of a system that is dark or light."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", {"features": [scheme]})

    def size(self, width: int, height: int = 900) -> None:
        """Make the window that large, in CSS pixels."""
        given = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", given)

    def key(self, name: str, *, shift: bool = False) -> None:
        """Press a key: a character, or `Tab`, `Enter`, `Escape`."""
        code = _KEYS.get(name, ord(name[0].upper()))
        text = "\r" if name == "Enter" else name if len(name) == 1 else ""
        given = {"key": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.ask("Input.dispatchKeyEvent", {"type": "keyDown" if text else "rawKeyDown", "text": text, **given})
        self.ask("Input.dispatchKeyEvent", {"type": "keyUp", **given})

    def type(self, words: str) -> None:
        """Type words."""
        for letter in words:
            self.key(letter)

    def screenshot(self, *, whole: bool = False) -> bytes:
        """A PNG of what is seen, or of the whole page."""
        given = {"format": "png", "captureBeyondViewport": whole}
        return base64.b64decode(self.ask("Page.captureScreenshot", given)["data"])

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        given = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.ask("Page.printToPDF", given)["data"])


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with a new profile in the folder, ended when done with."""
    assert CHROMIUM is not None
    to_read, requests = os.pipe()
    answers, to_write = os.pipe()
    chromium = [CHROMIUM, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    command = [sys.executable, "-c", _START, str(to_read), str(to_write), *chromium]
    process = subprocess.Popen(
        command, pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(to_read)
    os.close(to_write)
    running = Browser(requests, answers)
    try:
        yield running
        running.ask("Browser.close")
        process.wait(timeout=20)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(requests)
        os.close(answers)
