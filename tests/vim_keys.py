"""Key sequences by class, and steps on one text, for comparing our engine with real vim.

`vim_answers.json` and `vim_steps.json` hold what vim made of them. `python tests/vim_keys.py` records them anew, where
vim is installed.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from real_vim import Outcome, ask_vim, ask_vim_steps

_HERE: Final = Path(__file__).parent
ANSWERS: Final = _HERE / "vim_answers.json"
STEPS: Final = _HERE / "vim_steps.txt"
STEP_ANSWERS: Final = _HERE / "vim_steps.json"
NOTE: Final = (
    *("# Tides in Memory", ""),
    "Speaker says: the moon (and the sun) pulls. It is big! Yes?",
    '- [ ] read the paper, ask "why not" twice',
    "- a nested {thing (with [brackets])} here",
    "  - deeper item, number 41 and 0x1f",
    *("", "> quoted text, twice the text", ""),
    *("```py", "def f(x, y):", "    return x + y  # sum", "```", ""),
    "Last  line with   gaps and café 日本語 text→ok 🙂 end.",
)
LIST: Final = (
    *("one two  three", "", "1. first item", "2. second (item), done.", "   indented text here", ""),
    *("- [ ] task one", "- [x] task two", "", "End of text. Really? Yes! (So it is.)  More."),
)
SCRIPTS: Final = (
    *("日本語のテキスト、です。", "カタカナとkanji漢字mix", "emoji 🙂🙃 ok 👍🏽 x"),
    *("naïve café déjà", "→ arrow ☐ box", "e\u0301te\u0301 combined"),
)
TEXTS: Final = {"note": NOTE, "list": LIST, "scripts": SCRIPTS, "empty": ("",)}


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


ON_THE_NOTE: Final = {
    "motions": r"""
        w 5w 30w b Gb G$ } } 2} G{ % jjf(% jj% jj) jj2) jj( jj2)( jjfo;; jjfo;, jjto; jj2to; jj$Fo jj$To;; jj^
        5j^ 5j0 5j| 5j5| jj5|j 5j$k 5j$kj jjwjk jj$jjj jjg_ jj10l jj100l jj3h jj3w3h jj<Space> jj80<Space>
        jj<BS> jjw3<BS> jje jj2e jjE jj3E jjW jj3W jjB jj2WB jjge jj3wge jj3wgE 50% + 3+ jj- jj_ jj3_ G3w G10w
        Gwwwwwww Gwwwwwwww Gwwwwwwwww Gwwwwwwwwww G$bbbbbb G9e 5GG'' G'' G`` jj'' 12jw 4jf(% 4jf]% 4jf([( jjf([(
    """,
    "operators": r"""
        x dw dd dG dgg D C2<Esc> 2dw d2w Gdd G$x jjd} jjwd} Gd{ jjd% jjf(d% jj3)d( jjdfo jjdto jjcto<Esc>
        jjctoX<Esc>j. jjd0 jj$d0 jj5ld^ jjdj jjdk jj2dk jjd5j Gdk Gdj jjdge jj3wdge jjdE jjdB jjcW1<Esc>
        jjce1<Esc> jjcb1<Esc> jjwcb1<Esc> jj3cw1<Esc> jjdv$ jjdVw jjdvj 4jdt{ jjd) jjd( jjfsd) jjwD jjd_ jjd+
        jj>j jj<lt><lt> 5j<lt><lt> jj>> jj2>>. jjw>} jjg~w jjgUw jjguu jjgUiw jjgUU jjg?? GgUU jjguw. jjyl5p
        jjcc<Esc> jjccab<Esc> jjSab<Esc> jjsab<Esc> jj3sab<Esc> jjCab<Esc> jjg~$ 5jgu$ jjyw jj3dd jj99dd
    """,
    "text objects": r"""
        jjdiw jjdaw jjwdaw jj$daw jjd2aw jjd3iw jjwdiw jjdi( jjdi) jjf(di( jjf(da( jjf(di(P jjda( jjfadi( jjjdi"
        jjjda" jjjf"di" 4jdi{ 4jda{ 4jf[di[ 4jf(da( jjdis jjdas jj2w2das jj)das dip jjdip jjdap jjd2ap jjyipGp
        4jyi{P 4jf[ci[x<Esc> 4jvi{i{d 4jf(va(a{d 10jdi( 10jci(x<Esc> 10jcib<Esc> jjyawP jjdiW jjcawx<Esc>
        j3jci"no<Esc> jjdiB jjyiw$p
    """,
    "putting": r"""
        Gddp ddp yyp yyP 3yyp jjyw$p jjywP jjyw3p jjxp jj"ayw"by$"ap"bp jj"aywj"Ayw"ap jj"add"Add"ap jjddjp"1p
        jjddjddjdd"1p"2p"3p jjdd"1p.. jjxx"-p jjyyjdd"0p jj"_ddp jjywgp jjyygp jjyygP jjyy3p jjywjvp jjyyjviwp
        jjywjVp jjyjP jjykP jjwyk jjwyb jjwye$p jjyyG3P jjddkPu jjyiwA<C-r>"<Esc> jjyiwA<C-r>0<Esc>
    """,
    "changes": r"""
        J 3J jjJ jjgJ jj~ jj5~ jjfmrx jj3rx jjr<CR> jj99rx jjRxyz<Esc> jjRxyz<BS><BS><Esc> jj3Rab<Esc> 5jfn<C-a>
        5j<C-a> 5j5<C-a> 5j<C-x> 5j50<C-x> 5jf0<C-a> 5jf0<C-x> cwfoo<Esc> cwfoo<Esc>w. jjcwfoo<Esc>ww. jjdwj.
        jjdw3. jj2dwj. jjwJ 11jddk.
    """,
    "insert": r"""
        jjea!!<Esc> jj3ia<Esc> jj3Aab<Esc> o1<Esc> O1<Esc> 3oab<Esc> jjcwab<C-w>c<Esc> jjoab<C-w><C-w>x<Esc>
        jjAa<CR>b<Esc> jjA<BS><BS>x<Esc>j. jjia<Left>b<Esc> jjia<Left>b<Esc>j. jjgi jjax<Esc>Ggiy<Esc> jjI-<Esc>
        5jI-<Esc> 5jgI-<Esc> jji<C-o>wx<Esc> jjA<C-o>0x<Esc> jjO<Esc> jjoab<Esc>. jjAx<C-u>y<Esc>
    """,
    "undo": r"""
        u jjddu jjdduu<C-r> jjwdwu jjwdwu<C-r> jj>>u jjxxu. jjAx<Esc>u jjAx<Esc>jAy<Esc>uu
        jjAx<Esc>jAy<Esc>uu<C-r> jjAx<Esc>jAy<Esc>uu<C-r><C-r> jjddu jjjddkPu 3ddu 3ddp jj2ddu. jjdapu jjwDu
        jjwDu<C-r> jjwJu jjO<Esc>u jjo<Esc>u jjoab<Esc>u<C-r> jjjpu jjyyjpu jjyyjpu<C-r> jjviwdu jjxu jjwxu
        jj5wxggu jj5wxggu<C-r> jjddGu jjddGu<C-r> jjAx<Esc>ggu jj>>ggu jj3>>ggu jj3>>ggu<C-r> :%s/e/E/<CR>ggu
        :%s/e/E/<CR>ggu<C-r> :3d<CR>u
    """,
    "marks": r"""
        ma3jd'a jjwmajjwd`a jjwmajw'a jjwmajw`a jj"zyiw:s/<C-r>z/Q/<CR> jjmaj:'a,.d<CR> jjmx3jy'xP jj.maGd`a
    """,
    "searches": r"""
        /moon<CR> /text<CR> /text<CR>n /text<CR>nn /text<CR>N ?text<CR> ?text<CR>n jj/is<CR>n jjd/is<CR>
        jjd/is/e<CR> /text/e<CR> /text/+1<CR> jj* jjw* jjwww* jj# jjg* /zzz<CR> /\v<lt>t\w+<CR> /\cMOON<CR>
        /t[aeiou]<CR> /^-<CR> /\.$<CR> /the\|paper<CR>n /text<CR>jjxn* c/moon<CR>x<Esc>
    """,
    "visual": r"""
        jjvjd jjv3wd jjvey$p jjVd jjVjd jjVjy$p jjVjyp jjyiwwviwp jjyiwwviwpwviwp jjvjJ jjvj>. jjv4lr- jjvlly
        jjvllcX<Esc> jjVcX<Esc> jjvllo<Esc> jjvll<Esc>gvd jjV> jjVj2> jjvU jjvjU jjviwu jjvip~ jjva( jjva(d
        jjvi(d jjvi"d jjjvi"d jjvapd jjvipjd jjvawd jjvawawd jjviwiwd jjvisd jjvasd jjVU jjvlU jjVj:s/e/E/<CR>
        0$v$> jjv$d jjvjyGp jjv/moon<CR>d jjVGd jjvwd.
    """,
    "blocks": r"""
        jj<C-v>jjd jj<C-v>jjlld jj<C-v>jjIX<Esc> jj<C-v>jjAX<Esc> jj<C-v>jj$AX<Esc> jj<C-v>jjcX<Esc> jj<C-v>jlyP
        jj<C-v>jlyp jj<C-v>jlr- jj<C-v>jjU jj<C-v>jlllx. jj<C-v>j$y$p
    """,
    "macros": r"""
        jjqaxq@a jjqaxwq3@a jjqaxwq@a@@ jjqaA!<Esc>jq2@a jjqadwjq@au jjqqIab<Esc>jq2@q
    """,
    "ex": r"""
        :3<CR> :$<CR> :3,5d<CR> :%s/the/THE/<CR> :%s/the/THE/g<CR> jj:s/is/was/<CR> jj:s/is/was/<CR>j&
        :%s/e$/X/<CR> :%s/\(\w\+\)<Space>\(\w\+\)/\2<Space>\1/<CR> :%s/\v(\w+)<Space>(\w+)/\2-\1/g<CR> :2,4j<CR>
        :3m5<CR> :3m0<CR> :3t.<CR> :3t$<CR> :g/text/d<CR> :v/e/d<CR> :3,4><CR> :3y<CR>p :3,4y<CR>P :%s/a/\r/<CR>
        :%s/\<lt>t/T/g<CR> :zzz<CR> :/moon/d<CR> :/moon/,/nested/d<CR> :.,+2d<CR> :%s/\w\+/\u&/g<CR>
        :3k<Space>a<CR>d'a :g/^$/d<CR> :%s/text/\U&/<CR> :2,3<lt><CR> :4,5s/e/&&/g<CR> :norm<Space>x<CR>
    """,
    "commands for many lines": r"""
        :g/e/m0<CR> :g/e/m$<CR> :g/e/j<CR> :g/e/.,+1d<CR> :g/e/-1j<CR> :g/text/t0<CR> :v/e/t$<CR> :g/e/s/e/\r/<CR>
        :g/e/norm<Space>Ax<CR> :g/e/norm<Space>Ax<CR>u :g/x/norm<Space>kJ<CR> :%norm<Space>$x<CR>
        :2,5norm<Space>I-<CR> :g/e/1,.m$<CR> :g/e/+1m0<CR> :sort<CR> :sort!<CR> :3,6sort<CR>u
        :sort<Space>n<CR> :sort<Space>u<CR> :sort<Space>/^../<CR> yy:0pu<CR> jjyy:0pu<CR> :3d<CR>@:@@ :3d<CR>@:u
        jj:1,3j<CR>u jjw:.,+2><CR>u :3m5<CR>u jjmaj:2m$<CR>`ax jjmaJ`ax jjjmakJ`ax
    """,
    "commands in a row": r"""
        :3s/e/E/|s/a/A/<CR> :%s/\v(e|a)/X/g|2d<CR> :s/e\|a/X/g|2d<CR> :1d|d<CR> :3m0|s/e/E/<CR> :g/e/s/e/X/|s/X/Y/<CR>
        :3|d<CR> :g/e/norm<Space>Ax|y<CR> :1,3j|s/e/E/g<CR> :3k<Space>a|5k<Space>b|'a,'bd<CR> :3s/e/X/g|&&<CR>
    """,
    "the command line": r"""
        jjw:%s/<C-r><C-w>/new/<CR> jjw:s/<C-r><C-a>/new/<CR> jj:s/pullx<BS>s/y/<CR> :1d<CR>:2d<CR>:<Up><Up><CR>
        :3s/mon/x/<Left><Left><Left><Left>o<CR> :2<Home><Del>3<CR> /moon<CR>/sun<CR>/m<Up><CR>x /zz<C-u>moon<CR>x
        :3s/the<Space>x-y<C-w><C-w><C-w>moon/X/<CR> :3s/o/<C-v>u2192/<CR> :3s/o/<C-k>->/<CR>
        :3s/x<C-e>/y/<C-b><Right><Right><Right><Del>m<CR>
    """,
    "substituting": r"""
        :%s/x*/-/g<CR> :%s/$\|e/-/g<CR> :%s/^\|$/-/g<CR> :%s/\s*$/!/<CR> :%s/e/E/gc<CR>ynya :%s/e/E/c<CR>yyq
        :%s/e/E/gc<CR>nl :%s/e/\r/gc<CR>yyyq :%s/the/T/<CR>Gu jj:s/s/S/<CR>jg& :%s/e/E/<CR>jj:s//_/<CR>
        :%s/\(the\)\@<lt>=<Space>p/-P/<CR> :%s/\v(the)@<lt>=<Space>/_/<CR> :%s/e\(r\)\@!/E/g<CR> :%s/a\@<lt>!l/L/g<CR>
    """,
    "search offsets": r"""
        /text/e<CR>n /text/e+1<CR>nn /text/e-1<CR>N ?text?e<CR>n /text/s-2<CR>n /text/s+2<CR>n /text/b+1<CR>
        /text/-1<CR>n /moon/;/sun<CR> /text/;?paper<CR> /moon/e;/s<CR> /text/+1;/a<CR> d/moon/;/sun<CR>
        /text/e<CR>ggnx d?text?e<CR> /text/e<CR>//<CR> /text/e<CR>/<CR> /the<CR>3n /the<CR>99n /the<CR>1000000n
        G?e<CR>7n
    """,
    "matches": r"""
        /text<CR>ggdgn /text<CR>ggcgnX<Esc>.. /text<CR>ggcgNX<Esc>. jjw*Ncgnsays<Esc> /the<CR>gggnd /the<CR>ggvgnd
        /text<CR>Gdgn /text<CR>ggygnP
    """,
    "formatting": r"""
        GA<Space>one<Space>two<Space>three<Space>four<Space>five<Space>six<Space>seven<Space>eight<Space>nine<Esc>gqq
        GA<Space>one<Space>two<Space>three<Space>four<Space>five<Space>six<Space>seven<Space>eight<Space>nine<Esc>bgww
        jjJgqq jj3Jgqip jj3Jgwip jjgqip jjVjgq jjgqq jjgwip Gvgq jjgwj jj3Jgq} jj2Jgqqu jjoab<Esc>gqk
        jjjA<Space>one<Space>two<Space>three<Space>four<Space>five<Space>six<Space>seven<Space>eight<Space>nine<Esc>gqq
        7jA<Space>one<Space>two<Space>three<Space>four<Space>five<Space>six<Space>seven<Space>eight<Space>nine<Esc>gqq
    """,
    "keys of insert mode": r"""
        jjA<C-o>0x<Esc> jji<C-o>xy<Esc> jjwi<C-o>Xy<Esc> jjwi<C-o>Dy<Esc> jji<C-o>C!<Esc> jjwi<C-o>sy<Esc>
        jji<C-o>S!<Esc> jji<C-o>Yy<C-r>"<Esc> jjxi<C-o>.y<Esc> jjA<C-o>zzy<Esc> jjA<C-o>hy<Esc> jjA<C-o>uy<Esc>
        jji<C-o>$y<Esc> :s/e/E/<CR>jji<C-o>&y<Esc> jji<C-v>u2192<Esc> jji<C-v>233x<Esc> jji<C-v>x41<Esc>
        jji<C-v>u41g<Esc> jji<C-k>a*<Esc> jji<C-k>->x<Esc> jji<C-k>o:<Esc> jji<C-k>qq<Esc> jjo<C-y><C-y><C-y>x<Esc>
        jjO<C-e><C-e>x<Esc> jjAx<Esc>o<C-a><Esc> jji<C-r>=3*4<CR><Esc> jji<C-r>=7/2-8%3<CR><Esc>
        jji<C-r>=18.9-18.2<CR><Esc> jji<C-r>=(1+2)*-2<CR><Esc> jjyiwo<C-r><C-r>0<Esc>
        jjA<Left><Left>!<Esc>u
        jjo<C-t>x<CR>y<C-d><Esc>
    """,
    "changes before": r"""
        jjAx<Esc>5jAy<Esc>ggg; jjAx<Esc>5jAy<Esc>ggg;g; jjAx<Esc>5jAy<Esc>ggg;g;g, jjxGx`.ix<Esc> jjAx<Esc>gg`.
        jj>>Gp]p jjyy5j]p jjyy5j[p 5jyyk]p jjwyiw5j]p
    """,
    "other scripts": r"""
        Gfé~ Gf日x Gf日dw Gf日e Gf🙂x Gf→dw G$x Gf本i-<Esc> Gf語D Gfédiw Gf🙂rx
    """,
}
_MOVES: Final = _words(
    "h l j k w b e W B E 0 ^ $ G ( ) { } % + - _ n N * #",
    "ge gE gg fe ti Fe To g_ 3| <Space> <BS> /e<CR> ?t<CR> `` '' ; ,",
)
_OBJECTS: Final = _words('iw aw iW aW is as ip ap i( a( i[ i" a" i{ a{')
_OPERATORS: Final = _words("d c y > <lt> gu gU g~")
_CHANGES: Final = _words(
    "x X D C~<Esc> sq<Esc> S_<Esc> Y p P gp gP J gJ ~ u <C-r> . rz Rab<Esc> ia<Esc> I*<Esc> on<Esc> On<Esc>",
    'dd yy cc-<Esc> >> <lt><lt> guu g~~ <C-a> <C-x> "ayy "ap "add ma `a :d<CR> :s/e/E/<CR>',
)
_ON_A_SELECTION: Final = _words("d y c#<Esc> > <lt> u U ~ J gJ r- p o<Esc> <Esc> x S!<Esc> <Esc>gvd")
_BEGIN: Final = "gg0fe0/t<CR>gg0maxP0"
"""Sets what is left from earlier keys: the last f, search, mark, register and change."""


class KeyCase(NamedTuple):
    """A text by its name, and keys."""

    text: str
    keys: str


def table() -> list[KeyCase]:
    """The sequences of the table; those without what only long notes have on the other texts, too."""
    cases = [KeyCase("note", keys) for line in ON_THE_NOTE.values() for keys in line.split()]
    for name in ("list", "scripts", "empty"):
        cases += [KeyCase(name, keys) for keys in _CHANGES if keys not in (".", "p", "P", "gp", "gP", '"ap', "`a")]
        cases += [KeyCase(name, move) for move in _MOVES if move not in ("n", "N", ";", ",")]
    return cases


def random_cases(seed: int, number: int) -> Iterator[KeyCase]:
    """Random sequences of commands, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(number):
        text = chance.choice(("note", "list", "scripts"))
        begin = chance.choice(("", "j", "jj", "3j", "jjw", "5jw", "4jfa", "3jww", "G", "G$"))
        keys = "".join(_command(chance) for _ in range(chance.choice((1, 2, 2, 3))))
        yield KeyCase(text, _BEGIN + begin + keys)


def _command(chance: random.Random) -> str:
    kind, count = chance.random(), chance.choice(("", "", "", "2", "3"))
    if kind < 0.3:
        return count + chance.choice(_MOVES)
    if kind < 0.6:
        operator = chance.choice(_OPERATORS)
        target = count + chance.choice((*_MOVES, *_OBJECTS, *_OBJECTS))
        return operator + target + ("k<Esc>" if operator == "c" else "")
    if kind < 0.85:
        return count + chance.choice(_CHANGES)
    return chance.choice("vvV") + count + chance.choice((*_MOVES, *_OBJECTS)) + chance.choice(_ON_A_SELECTION) + "<Esc>"


def steps() -> list[str]:
    """Steps on one text, which need what was before: registers, marks, jumps, abbreviations, the last change."""
    lines = STEPS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


# What vim answered


def answers() -> dict[KeyCase, Outcome]:
    """What vim answered about the table when it was asked last."""
    rows = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return {KeyCase(name, keys): applied(TEXTS[name], found) for name, keys, *found in rows}


def step_answers() -> dict[int, Outcome]:
    """What vim answered to each step when it was asked last."""
    outcome = Outcome([""], 0, 0)
    found = {}
    for number, row in enumerate(json.loads(STEP_ANSWERS.read_text(encoding="utf-8"))):
        outcome = found[number] = applied(outcome.lines, row)
    return found


def applied(lines: Sequence[str], found: list[Any]) -> Outcome:
    """The outcome of which `found` is the difference to a text."""
    first, gone, fresh, row, column = found
    return Outcome([*lines[:first], *fresh, *lines[first + gone :]], row, column)


def _number_alike(old: Sequence[str], lines: Sequence[str]) -> int:
    """The number of lines at the start that are the same."""
    pairs = enumerate(zip(old, lines, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(old), len(lines)))


def difference(old: Sequence[str], outcome: Outcome) -> list[Any]:
    """An outcome as its difference to a text: the first line, how many go, what comes, the cursor's row and column."""
    lines, row, column = outcome
    first = _number_alike(old, lines)
    same = _number_alike(old[first:][::-1], lines[first:][::-1])
    return [first, len(old) - same - first, lines[first : len(lines) - same], row, column]


def _record() -> None:
    """Ask vim about the table and the steps, and write down its answers."""
    cases = table()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = ask_vim([(TEXTS[case.text], case.keys) for case in cases], Path(folder))
        walked = ask_vim_steps([""], steps(), Path(folder))
    rows = [[*case, *difference(TEXTS[case.text], one)] for case, one in zip(cases, outcomes, strict=True)]
    befores = [[""], *(one.lines for one in walked)]
    write_answers(ANSWERS, rows)
    write_answers(STEP_ANSWERS, [difference(before, one) for before, one in zip(befores, walked, strict=False)])


def write_answers(path: Path, rows: list[list[Any]]) -> None:
    """Write rows, one a line."""
    text = ",\n".join(json.dumps(one, ensure_ascii=False) for one in rows)
    path.write_text(f"[\n{text}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    _record()
