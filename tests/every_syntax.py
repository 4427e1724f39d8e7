"""A vault with every piece of syntax in every position, each with a word of its own, to be looked for in what goes out.

A word is `zq` and letters, and stands nowhere else. Those that only their author may read begin `zqme`; tooltips of
links and titles of code, which only forms that keep Markdown have, begin `zqtip`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from confnotes.model.program import Conference, Program, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

CONFERENCE = "Delta Days 2032"
WORD = re.compile(r"zq[a-z]+")
_ZONE = ZoneInfo("Europe/Lisbon")

BLOCKS = r"""Plain zqplain words ^t101500
zqsecondline in the same paragraph ^t101510
zqhardslash at a break\
zqhardafter and zqhardblank at another··
zqhardlast

# zqheadone
## zqheadtwo ^t101520
zqheadset
---------
#### zqheadfour ####

*zqem* **zqstrong** ***zqboth*** _zqunder_ ~~zqstruck~~ `zqcode` **`zqboldcode`** \*zqescaped\* &amp; zqentity &copy;
==zqmark== and ==**zqmarkbold** zqmarkrest==, ==zqmarkwith `zqmarkcode`== and **==zqboldmark==**
<b>zqhtmlinline</b> and <zqhtmltag>

<div class="x">
zqhtmlblock
</div>

[zqlink](https://example.org/zqhrefone) [zqref][r1] [zqcollapsed][] [zqshortcut] <https://example.org/zqauto>
https://example.org/zqbare [**zqboldlink** more](https://example.org/ "zqtiplink") ![zqalt](https://example.org/x.png)
![zqlocalalt](missing.png) [zqdeadlink](../other/file.pdf) [[zqwiki]] [[Harbour|zqalias]] [[Harbour#zqwikihead]]
[[Harbour#zqwikihead|zqheadalias]] [[Harbour#^b1|zqblockalias]] [[#zqownhead]] #zqtag #zqdeeptag/nested @Zqnamed
[@zqcite] @@zqpaper words

[r1]: https://example.org/ref "zqtipref"
[zqcollapsed]: https://example.org/collapsed
[zqshortcut]: https://example.org/short

- zqitem
  - zqnested ^b2
    - zqdeep

      zqitempara

      > zqitemquote

      ```
      zqitemcode
      ```
  1. zqnumbered
  2. zqnumberedtwo
     continued zqlazy
* zqstar
+ zqplus
- [ ] zqopen ^t101600
  - [x] zqdone
- [X] zqdonebig
- [/] zqhalf
- [?] zqodd
- [>] zqforwarded

7) zqparen
8) zqparentwo

    - zqindentedlist
    - zqindentedlisttwo

• zqbullet

> zqquote
zqquotelazy
> > zqquotetwo
>
> - zqquoteitem
>   > zqquoteitemquote
>
> # zqquotehead

> [!tip] zqcallouttitle **zqcalloutbold**
> zqcallouttext with a note[^fncallout] and ==zqcalloutmark==
>
> - zqcalloutlist[^fnlist]
> - [ ] zqcallouttask
>
> ```python
> zqcalloutcode
> ```
>
> > [!warning]- zqinnertitle
> > zqinnertext[^fninner]
>
> [^fnown]: zqfootown
>
> zqcalloutown[^fnown]

[^fncallout]: zqfootcallout with **zqfootcalloutbold**
[^fnlist]: zqfootlist
[^fninner]: zqfootinner

> [!NOTE]
> zqcalloutuntitled

> [!faq]+ zqfolded
> | zqcalloutth | b |
> |---|---|
> | zqcallouttd | [^fncell] |

[^fncell]: zqfootcell

> [!quote]
> - zqcalloutonlylist

- > [!info] zqcalloutinlist
  > zqcalloutinlisttext[^fninlist]

[^fninlist]: zqfootinlist

| zqth | ==zqthmark== | right |
|:---|:---:|---:|
| zqtd | `zqtdcode` | **zqtdbold** |
| zqtdnote[^fntd] | a \| zqtdbar | [zqtdlink](https://example.org) |

[^fntd]: zqfoottd

| zqshorthead | two |
|---|---|
| one | two | zqextracell | `zqextracode` and [^fnextra] |
one | two | zqextrabare

[^fnextra]: zqfootextra

> | zqquotecolumn | two |
> |---|---|
> | one | two | zqextraquoted |

```python title=zqtipfence
zqfence = "==zqfencemark=="
```

~~~
zqtilde
~~~

words before indented code

	zqindentedcode

Inline $\text{zqmath}$ and $$\text{zqmathdouble}$$ and

$$
\text{zqmathblock}
$$

Text[^1] with two[^1] and another[^long] and an inline one^[zqfootinline with *zqfootinlineem*].

[^1]: zqfootone with one of its own[^nested]
[^nested]: zqfootnested
[^long]: zqfootlong

    zqfootlongpara

    - zqfootlonglist

[^orphan]: zqfootorphan

# zqheadnote[^fnhead]

[^fnhead]: zqfoothead

> zqquotenote[^fnquote]

[^fnquote]: zqfootquote

---

zqterm
: zqdefinition

***

! zqlonelyanswer

%%zqmeprivate%%
zqbefore %%zqmewithin%% zqafter

%%
zqmeblock
%%

<!-- zqmecomment -->
zqlast ^blockid
""".replace("··", "  ")
"""Markdown as people write it in Obsidian and elsewhere."""

MARKERS = r"""Claim: zqclaimone[^c1]
words between zqbetween
**Claim:** zqclaimtwo
- claim: zqclaimthree
  - zqclaimnested

[^c1]: zqfootclaim

takeaway: zqtakeone ^t110000
takeaway: zqtaketwo ^t110010
zqafterbelow
**Takeaway:** zqtakethree
**Takeaway: zqtakefour**
- zqlistabove
takeaway: zqtakefive
Key takeaway: zqtakesix[^t6]

- takeaway: zqtakeseven
  - zqtakenested
- x
  takeaway: zqtakeeight
> takeaway: zqtakenine

[^t6]: zqfoottake

- *Takeaway*: zqtaketen
1. **takeaways**: zqtakeeleven
zqtagged #takeaway
- zqtaggedtwo #tldr
==takeaway: zqtaketwelve==
### Takeaway: zqtakethirteen
TL;DR: zqtakefourteen

? zqaskone
! zqanswerone
! zqansweroneb
? zqasktwo @Zqasker
- ? zqaskthree
  ! zqanswerthree
  - zqasknested
- [ ] ? zqasktask
? zqaskfour[^q4]
text ? zqinsidequestion
? zqaskfive
zqunderask

[^q4]: zqfootask

> ? zqaskquoted
> ! zqanswerquoted

> [!question] zqaskcallout
> ? zqaskincallout
> takeaway: zqtakeincallout

- [ ] read zqread[^rd]
- [ ] write to @Zqwriteto about zqwrite
- [x] zqfinished
- [-] zqdropped

[^rd]: zqfootread

Me: zqviewone[^v1]
- My take: zqviewtwo
  - zqviewnested
IMO: zqviewthree
I think: zqviewfour

[^v1]: zqfootview

Me:
- zqviewlist
[^v2]: zqfootbehindlist
zqviewbehind[^v2]

## Takeaways
- zqsectionone
- zqsectiontwo[^s2]

[^s2]: zqfootsection

## My view
zqviewtext
- takeaway: zqviewtake
? zqviewask

> [!note] zqviewcallout
> zqviewcallouttext[^vc]

[^vc]: zqfootviewcallout

## Details
zqend
"""
"""Everything that confnotes itself knows in a note."""

EMBEDDING = r"""Before zqembedbefore

![[Harbour]]

![[Harbour#zqparthead]]

![[Harbour#^placed]]

- in a list ![[Tide]] zqembedafter
- ![[Tide]]

> [!tip] zqembedcallout
> ![[Tide]]

![[Missing zqmissing]]
![[Hidden]]
![[Circle]]
![[quay.png|zqcaption]]
![[paper zqpdf.pdf]]
"""
HARBOUR = r"""---
title: Harbour
---
zqharbourtop[^1] ^t090000
takeaway: zqharbourtake
- [ ] zqharbourtask
? zqharbourask

%%zqmeharbour%%

[^1]: zqharbourfoot

## zqparthead
zqparttext
### zqpartsub
zqpartsubtext
## zqotherhead
zqothertext

zqblocktext ^placed
"""
EMBEDDED = f"{HARBOUR} zqtideone zqtidetwo zqcircle zqmehidden"
NOTES = {
    f"{CONFERENCE}/Blocks.md": ("blocks", BLOCKS),
    f"{CONFERENCE}/Markers.md": ("markers", MARKERS),
    f"{CONFERENCE}/Embedding.md": ("embedding", EMBEDDING),
}


def syntax_vault(folder: Path) -> Vault:
    """The vault."""
    vault = Vault.create(folder)
    start = datetime(2032, 6, 7, 10, 0, tzinfo=_ZONE)
    talks = tuple(
        Talk(name.capitalize(), name, start=start.replace(hour=10 + at), speakers=(Speaker("Ida Brandt"),))
        for at, (name, _) in enumerate(NOTES.values())
    )
    day = date(2032, 6, 7)
    facts = Conference(CONFERENCE, start_date=day, end_date=day, timezone="Europe/Lisbon")
    save_program(vault, CONFERENCE, Program(facts, (Session("All", "s", talks=talks),)))
    for path, (name, text) in NOTES.items():
        head = f"---\ntitle: {name.capitalize()}\ntalk: delta-days-2032/{name}\nrating: 5\n---\n"
        vault.save(path, head + text, None)
    vault.save("Notes/Harbour.md", HARBOUR, None)
    vault.save("Notes/Tide.md", "zqtideone\n\n- zqtidetwo\n", None)
    vault.save("Notes/Circle.md", "zqcircle\n\n![[Circle]]\n", None)
    vault.save("Notes/Hidden.md", "---\nprivate: true\n---\nzqmehidden\n", None)
    attachments = vault.root / CONFERENCE / "attachments"
    attachments.mkdir()
    Image.new("RGB", (40, 30), "teal").save(attachments / "quay.png")
    return vault
