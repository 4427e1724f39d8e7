"""Giving a talk's note one more link, under the key of its kind: `paper:`, `poster:`, `code:` ..."""

from __future__ import annotations

from dataclasses import replace

from confnotes.errors import ConflictError
from confnotes.markup import frontmatter
from confnotes.markup.canonical import canonical
from confnotes.markup.references import resource_of
from confnotes.model.program import ResourceKind
from confnotes.services.note_template import begin_note, kind_of
from confnotes.services.posters import STANDING
from confnotes.services.talks import card as card_of
from confnotes.vault.conference_file import link_fields
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault

_ATTEMPTS = 20


def add_link(vault: Vault, key: str, url: str) -> str:
    """Write the link into the front matter of the talk's note, which is begun when there is none; answers its path.

    A link of no known kind on a poster is the poster's own. One that the note or the program has already changes
    nothing. Raises NotFoundError for no such talk, ConfnotesError when the front matter cannot be changed.
    """
    card = card_of(vault, key)
    resource = resource_of(url)
    if resource.kind is ResourceKind.OTHER and kind_of(card) in STANDING:
        resource = replace(resource, kind=ResourceKind.POSTER)
    [field] = link_fields((resource,))
    conference = vault.facts(card.conference)
    stem = talk_stem(conference, card.session, card.talk)
    for attempt in range(_ATTEMPTS):
        path = vault.talk_note(card.conference, key, stem)
        file = vault.read(path) if path else None
        path = path or vault.unique_path(card.conference, stem)
        text = file.text if file else begin_note(vault, card).text
        present = frontmatter.split(text).fields.get(field)
        urls = [one for one in (present if isinstance(present, list) else [present]) if isinstance(one, str) and one]
        if canonical(resource.url) not in map(canonical, urls):
            urls.append(resource.url)
            text = frontmatter.set_fields(text, {field: urls[0] if len(urls) == 1 else urls})
        if file is not None and text == file.text:
            return path
        try:
            vault.save(path, text, file.version if file else None)
        except ConflictError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return path
    raise AssertionError
