"""LaTeX of bibliographies as text: accents, braces, quotes, dashes and simple commands.

Mathematics stays as written, between dollars. One pass over the tokens, so that it is linear; unknown commands are
dropped, and their arguments kept.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "h": "\u0309", "t": "\u0361",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "ldots": "…", "dots": "…", "textellipsis": "…", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™",
    "pounds": "£", "textsterling": "£", "texteuro": "€", "euro": "€", "S": "§", "P": "¶", "dag": "†", "ddag": "‡",
    "textdegree": "°", "degree": "°", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textquotedbl": '"', "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textbackslash": "\\", "textbar": "|",
    "textbraceleft": "{", "textbraceright": "}",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textdollar": "$", "textbullet": "•",
    "textperiodcentered": "·", "textexclamdown": "¡", "textquestiondown": "¿", "lq": "‘", "rq": "’", "slash": "/",
    "textmu": "µ", "textpm": "±", "texttimes": "×", "textrightarrow": "→", "textleftarrow": "←", "newline": " ",
    "par": "\n\n", "quad": " ", "qquad": " ", "space": " ", "textvisiblespace": " ", "nobreakspace": " ",
    "thinspace": " ", "enspace": " ", "item": "\n- ", "textonehalf": "½", "checkmark": "✓",
}  # fmt: skip
_GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi"
    "|omega"
)
_CAPITALS = "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
_RELATIONS = "ell|infty|times|leq?|geq?|neq|approx|sim|rightarrow|to|pm|cdot"
_FUNCTIONS = "log|exp|min|max|sup|inf|sin|cos|tan|arg|det|dim"
_MATHEMATICS = re.compile(f"(?:var)?(?:{_GREEK})|{_CAPITALS}|{_RELATIONS}|{_FUNCTIONS}")
_SYMBOLS = {"&": "&", "%": "%", "_": "_", "#": "#", "$": "$", "{": "{", "}": "}", " ": " ", ",": "\u2009", "/": "",
            "-": "", "\\": "\n", "!": "", ";": " ", ":": " ", "@": "", "*": "", "|": "‖", "\n": " "}  # fmt: skip
_EMPHASIS = {"emph": "*", "textit": "*", "textsl": "*", "textbf": "**", "texttt": "`", "mathit": "*"}
_TOKEN = re.compile(
    r"""
    \\\((?P<inline>.{0,2000}?)\\\)|\\\[(?P<shown>.{0,2000}?)\\\]
    |(?P<math>(?<!\\)\${1,2}(?:[^$\\]|\\.)+\${1,2})
    |\\(?P<word>[a-zA-Z]+)\*?[ \t]*  # a command takes the blanks behind it
    |\\(?P<sign>[^a-zA-Z])|(?P<dash>-{2,3})|(?P<quote>``|''|,,|!`|\?`)|(?P<tie>~)|(?P<brace>[{}])
    """,
    re.DOTALL | re.VERBOSE,
)
_ARGUMENT = re.compile(
    r"\s*(?:\{\s*(?:\\([ij])(?![a-zA-Z])\s*|([^\W\d_]{1,2})|\s*)\}|\\([ij])(?![a-zA-Z])\s?|([^\W\d_]))"
)
_SCRIPTS = re.compile(r"(?:[_^](?:\{[^{}]{0,60}\}|\w))+")
_NESTED = re.compile(r"\s*\{\s*\\([`'^~\"=.uvHckrdbht])\s*\{?([^\W\d_])\}?\s*\}")
_SILENT = frozenset(
    ("noopsort", "sortnoop", "label", "cite", "citep", "citet", "footnote", "thanks", "vspace", "hspace")
)
_QUOTES = {"``": "“", "''": "”", ",,": "„", "!`": "¡", "?`": "¿"}
_SIGNS = re.compile(r"[\\{}~$`]|--|''")
_ESCAPED_TWICE = re.compile(r"\\\\[a-zA-Z]+\\\{")
_BRACE = re.compile(r"[{}]")


def plain_latex(text: str) -> str:
    """A title or a name: one line without emphasis."""
    if _SIGNS.search(text):
        text = _Reader(_escaped_once(text), marked=False).text()
    return " ".join(text.split())


def latex_prose(text: str) -> str:
    """An abstract as Markdown: emphasis kept, paragraphs separated, lines joined."""
    if _SIGNS.search(text):
        text = _Reader(_escaped_once(text), marked=True).text()
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[ \t]*\n\s*|\n(?=- )", text))
    return "\n\n".join(part for part in paragraphs if part)


def _escaped_once(text: str) -> str:
    """Escaped LaTeX from a program that took it for plain text: `\\\\emph\\{new\\}` becomes `\\emph{new}`."""
    if not _ESCAPED_TWICE.search(text):
        return text
    return re.sub(r"\\([{}$_^&%#\\])", r"\1", text)


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, *, marked: bool) -> None:
        self._source = text
        self._marked = marked
        self._out: list[str] = []
        self._open: list[str] = []

    def text(self) -> str:
        """The whole text."""
        position = 0
        while match := _TOKEN.search(self._source, position):
            self._out.append(self._source[position : match.start()])
            position = max(self._token(match), match.start() + 1)
        self._out.append(self._source[position:])
        self._out += reversed(self._open)
        return unicodedata.normalize("NFC", "".join(self._out))

    def _token(self, match: re.Match[str]) -> int:
        """Write the text of a token; returns the position to continue from."""
        kind = match.lastgroup
        found = match[kind] if kind else ""
        if kind == "inline":
            self._out.append(f"${found.strip()}$")
        elif kind == "shown":
            self._out.append(f"$${found.strip()}$$")
        elif kind == "math":
            self._out.append(found)
        elif kind == "dash":
            self._out.append("—" if len(found) == 3 else "–")
        elif kind == "quote":
            self._out.append(_QUOTES[found])
        elif kind == "tie":
            self._out.append(" ")
        elif kind == "brace":
            self._brace(found)
        elif kind == "sign":
            return self._sign(found, match.end())
        else:
            return self._word(found, match.end())
        return match.end()

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._open.append("")
        elif self._open:
            self._out.append(self._open.pop())

    def _sign(self, sign: str, end: int) -> int:
        if sign in _MARKS:
            return self._accent(sign, end)
        self._out.append(_SYMBOLS.get(sign, sign))
        return end

    def _accent(self, mark: str, end: int) -> int:
        if nested := _NESTED.match(self._source, end):
            self._out.append(nested[2] + _MARKS[nested[1]] + _MARKS[mark])
            return nested.end()
        argument = _ARGUMENT.match(self._source, end)
        if argument is None:
            self._out.append("" if mark.isalpha() else mark)
            return end
        dotless, braced, bare_dotless, bare = argument.groups()
        letters = (dotless or bare_dotless or braced or bare or " ").replace("ı", "i")
        self._out.append(letters[0] + _MARKS[mark] + letters[1:])
        return argument.end()

    def _word(self, word: str, end: int) -> int:
        if word in _MARKS:
            return self._accent(word, end)
        if word in _LETTERS:
            self._out.append(_LETTERS[word])
            return end + 2 if self._source.startswith("{}", end) else end
        if word in ("url", "path", "href", "ensuremath"):
            return self._address(word, end)
        if _MATHEMATICS.fullmatch(word):
            begun = end
            while self._source[begun - 1] in " \t":
                begun -= 1
            script = _SCRIPTS.match(self._source, begun)
            self._out.append(f"$\\{word}{script[0] if script else ''}$")
            return script.end() if script else begun
        if word in ("begin", "end") or word.lower() in _SILENT:
            closing = self._closing(end)
            return end if closing is None else closing + 1
        if word in _EMPHASIS and self._marked and self._source.startswith("{", end):
            self._out.append(_EMPHASIS[word])
            self._open.append(_EMPHASIS[word])
            return end + 1
        return end

    def _address(self, word: str, end: int) -> int:
        """`\\url{...}` and `\\href{...}{...}`, whose arguments are not LaTeX, and mathematics outside dollars."""
        closing = self._closing(end)
        if closing is None:
            return end
        argument = self._source[end + 1 : closing]
        if word == "ensuremath":
            self._out.append(f"${argument.strip('$ ')}$")
        elif word != "href":
            self._out.append(f"<{argument}>" if self._marked and "://" in argument else argument)
        return closing + 1

    def _closing(self, start: int) -> int | None:
        """The position of the brace that closes the one at `start`."""
        if not self._source.startswith("{", start):
            return None
        depth = 0
        for match in _BRACE.finditer(self._source, start, start + 4000):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.start()
        return None
