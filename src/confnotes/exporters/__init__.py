"""Render a Summary or Program to bytes: one format per file.

Notes: `exporters/note_tree.py` parses a note's Markdown once for all formats into the tree of `model/document.py`
(questions and answers, tasks, callouts, private lines, tags, photos, footnotes, link targets); HTML, slides, PDF and
pandoc formats only walk the tree. Markdown keeps the source text. `markup/note_blocks.py` normalizes lists and
questions first.

Formats: `exporters/forms.py` is the table of formats: extension, purpose, requirements. Each renders a `Summary` with
`RenderOptions` (words, theme, photos, bibliography) to an `Output`, deterministically. `section_order.py` defines the
order and titles of sections, the format their layout; `wording.py` and `languages/` have all words, `theme.py` colors
and fonts. `actions/exporting/export.py` renders an order in any format, including papers and calendar; `export_file.py`
writes it. `render_preferences.py` are the user's choices, `choices.py` remembers them, `preview.py` shows the result
first.

Markdown: `exporters/markdown/` plans pages, `book.py` tracks link targets and resolves links once all pages are
written, `notes.py` checks the rendered notes. `merge/regenerate.py` merges the previous output, the user's edits and
the new output, by checksums stored in the file.

HTML: `exporters/html/` renders all notes before the page, so that link targets are known. Slides: `slides.py` decides
the content of each. Pictures: `exporters/pictures/` draws SVG from a summary alone, identical in browsers and typst.

Short: `exporters/short/outline.py` cuts a summary to what fits into a message; mail, Slack, Matrix and posts write its
blocks. `networks.py` counts letters as social networks do.

PDF: `exporters/pdf/` converts a summary to plain lists; external text reaches typst only as data in `book.json`, next
to our fixed templates in a private folder, never as markup. Inner functions of the templates must not capture `book` or
`placed`: typst hashes captured values on every call. Pandoc: `exporters/pandoc/` builds pandoc's own tree, so that
pandoc parses no external text.

Math: `markup/math/` parses TeX into a tree of allowed nodes, for MathML and Unicode; `pdf/` converts it to typst math.
`safe_tex.py` decides which TeX may reach TeX.

Photos: embeds in readable text become `photo:id`; `actions/exporting/photo_pictures.py` passes on pixels only.
"""
