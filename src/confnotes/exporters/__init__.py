"""A Summary or Program to bytes: one format a file.

- Notes: `exporters/note_tree.py` reads a note's Markdown once for all forms into the tree of `model/document.py`
  (questions and answers, tasks, callouts, private lines, tags, photos, footnotes, lines that links lead to); HTML,
  slides, PDF and pandoc's forms only walk it. Markdown keeps what the author typed. `markup/note_blocks.py` makes
  lists and questions tidy before.
- In which form: `exporters/forms.py` is the table of forms: ending, what it is for, what it needs. Each renders a
  `Summary` in a `RenderOptions` (words, theme, photos, bibliography) to an `Output`, and says the same bytes each
  time. `section_order.py` says what stands where, in which order and under which title, the form how it is set;
  `wording.py` and `languages/` have every word, `theme.py` every look. `actions/exporting/export.py` makes any form
  of an order, papers and calendar the same way; `export_file.py` writes it. `render_preferences.py` is what a person
  chose and the theme or template that they named, `choices.py` remembers what is chosen, `preview.py` shows it before.
- Markdown: `exporters/markdown/` plans pages, `book.py` knows places and resolves links when all pages are there,
  `safety.py` judges what a note became. `merge/regenerate.py` joins what was made, what the author made of it, and
  what is made now, by checksums that travel with the file.
- HTML: `exporters/html/` places items and sets every note before the page, so that links know which lines are there.
  Slides: `pages.py` says what stands on each. Pictures: `exporters/pictures/` draws from a summary alone, SVG that
  browsers and typst draw alike.
- PDF: `exporters/pdf/` turns a summary into plain lists; text from outside reaches typst as `book.json` beside our
  fixed templates in a private folder, and never as markup. Inner functions of the templates must not capture `book`
  or `placed`: typst hashes what a closure holds at each call. Pandoc: `exporters/pandoc/` builds pandoc's own tree,
  so that it parses no text of anybody's.
- Math: `exporters/math/` reads TeX into a tree of listed nodes, from which MathML and typst's math are made, and says
  which TeX may reach TeX.
- Photos: embeds of readable text become `photo:id`; `actions/exporting/photo_pictures.py` lets nothing but dots
  through.
"""
