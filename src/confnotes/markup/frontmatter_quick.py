"""A quick reader for the simple front matter that nearly every note has; what it does not know it leaves to YAML.

It answers only where YAML 1.2 says the same: one `key: value` a line, and lists of plain or quoted items.
"""

from __future__ import annotations

import re

from confnotes.markup.scalars import scalar

_ODD = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_CHARS = rf"[^\s:\#{_ODD}]*"
_PLAIN = rf"[^\s\-?:,\[\]{{}}\#&*!|>'\"%@`{_ODD}]{_CHARS}(?:(?::(?=[^\s])|(?<=[^\s])\#|[ ](?=[^\s\#])){_CHARS})*"
_FLOW_ITEM = r"[A-Za-z0-9À-ɏ_/.+][A-Za-z0-9À-ɏ_/.+-]*(?: [A-Za-z0-9À-ɏ_/.+-]+)*"
_LINE = re.compile(
    rf"""(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,99}}):(?:[ ]+(?:
        (?P<plain>{_PLAIN})
        | "(?P<double>[^"\\\n\t{_ODD}]*)"
        | '(?P<single>[^'\n\t{_ODD}]*)'
        | \[(?P<flow>[ ]*{_FLOW_ITEM}(?:,[ ]*{_FLOW_ITEM})*|)[ ]*\]
      ))?[ ]*\Z
    | (?P<indent>[ ]*)-[ ]+(?:
        (?P<item>{_PLAIN})
        | "(?P<item2>[^"\\\n\t{_ODD}]*)"
        | '(?P<item1>[^'\n\t{_ODD}]*)'
      )[ ]*\Z""",
    re.VERBOSE,
)


def read(yaml: str) -> dict[str, object] | None:
    """The fields of simple front matter, None where the text needs a YAML parser."""
    fields: dict[str, object] = {}
    items: list[object] | None = None
    indent: str | None = None
    waiting: str | None = None
    match_line = _LINE.match
    for line in yaml.split("\n"):
        if line.endswith("\r"):
            line = line[:-1]
        if not line:
            continue
        match = match_line(line)
        if match is None:
            return None
        key, plain, double, single, flow, depth, item, item2, item1 = match.groups()
        if key is None:
            if waiting is None or (indent is not None and depth != indent):
                return None
            if items is None:
                items, indent = [], depth
                fields[waiting] = items
            text = item2 if item2 is not None else item1
            items.append(text if text is not None else scalar(item))
            continue
        if key in fields:
            return None
        waiting, items, indent = None, None, None
        if plain is not None:
            fields[key] = scalar(plain)
        elif double is not None:
            fields[key] = double
        elif single is not None:
            fields[key] = single
        elif flow is not None:
            fields[key] = [scalar(part.strip(" ")) for part in flow.split(",")] if flow.strip(" ") else []
        else:
            waiting = key
            fields[key] = None
    return fields
