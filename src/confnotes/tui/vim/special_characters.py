"""Characters that keyboards lack, as vim's insert mode types them: digraphs after ctrl+k, codes after ctrl+v."""

from __future__ import annotations

import unicodedata
from typing import Final

_ACCENTS: Final = dict(
    zip("!'>?-(.:,;<\"", map(chr, (768, 769, 770, 771, 772, 774, 775, 776, 807, 808, 780, 779)), strict=True)
)
"""The second key of accented letters, and the accent."""

_GREEK: Final = dict(zip("abgdezyhiklmncoprstufxqw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
"""The first key of Greek letters; the second is `*`."""

_SIGNS: Final = """
    ->→ <-← -!↑ -v↓ <>↔ =>⇒ <=⇐ ==⇔ FA∀ TE∃ dP∂ DE∆ NB∇ (-∈ -)∋ *P∏ +Z∑ -2− *-∗ Sb∙ RT√ 0(∝ 00∞ -L∟ -V∠ PP∥ AN∧ OR∨ (U∩
    )U∪ In∫ DI∬ Io∮ .:∴ :.∵ :R∶ ::∷ ?1∼ CG∾ ?-≃ ?=≅ ?2≈ =?≌ !=≠ =3≡ =<≤ >=≥ <*≪ *>≫ !<≮ !>≯ (C⊂ )C⊃ (_⊆ )_⊇ 0.⊙ 02⊚
    +-± -+∓ *X× -:÷ .M· NO¬ DG° Myµ 1S¹ 2S² 3S³ 0S⁰ 4S⁴ 5S⁵ 6S⁶ 7S⁷ 8S⁸ 9S⁹ nSⁿ +S⁺ -S⁻ 0s₀ 1s₁ 2s₂ 3s₃ 4s₄ 5s₅ 6s₆ 7s₇
    8s₈ 9s₉ /0∅ 14¼ 12½ 34¾ 13⅓ 23⅔ 18⅛ oC℃ oF℉ Rg® Co© TM™ OK✓ XX✗ *2★ *1☆ oo• Eu€ =e€ Pd£ Ct¢ Ye¥ SE§ PI¶ N0№ %0‰
    ssß AEÆ aeæ OEŒ oeœ O/Ø o/ø AAÅ aaå U0Ů u0ů D-Ð d-ð THÞ thþ L/Ł l/ł D/Đ d/đ i.ı *sς <<« >>» !I¡ ?I¿ -M— -N– '6‘ '9’
    "6“ "9” :9„ .9‚ ,.… .3⋯ /-† /=‡ 1'′ 2'″ <1‹ >1› <7⌈ >7⌉ 7<⌊ 7>⌋ .P⋅ Ob∘ -T⊥
"""
_SIGN_OF: Final = {sign[:2]: sign[2] for sign in _SIGNS.split()}

CODE_LENGTHS: Final = {"u": 4, "U": 8, "x": 2, "X": 2}
"""The key after ctrl+v that begins a code in hexadecimal, and its most digits."""


def digraph(first: str, second: str) -> str:
    """The character of two keys; without one that of the second key, as in vim."""
    if sign := _SIGN_OF.get(first + second):
        return sign
    if second == "*" and first.lower() in _GREEK:
        letter = _GREEK[first.lower()]
        return letter.upper() if first.isupper() else letter
    accented = unicodedata.normalize("NFC", first + _ACCENTS.get(second, ""))
    return accented if first.isalpha() and accented != first and len(accented) == 1 else second


def character_of(code: str, base: int) -> str:
    """The character of a code; "" for none, and for codes that are no characters."""
    number = int(code, base) if code else 0
    if number == 9:
        return "\t"
    is_one = 0 < number < 0x110000 and unicodedata.category(chr(number)) not in ("Cs", "Cc")
    return chr(number) if is_one else ""
