"""Words that tell nothing of what a talk was about, in the languages of most conferences; folded."""

from __future__ import annotations

from typing import Final

_ENGLISH = """
a about above across actually after again against ahead all almost alone along already also although always among an
and another any anybody anyone anything are aren around as ask asked asks at available away back bad based be became
because become becomes been before began begin behind being below best better between beyond big bit both bring but by
call called came can cannot case cases certain change clear come comes could couldn day days did didn different do does
doesn doing don done down during each early easy either else end enough especially etc even ever every everybody
everyone everything example examples far few finally find first five for found four from full further gave get gets
getting give given gives go goes going gone good got great had half hard has hasn have haven having he help helps her
here hers herself high him himself his hold holds hope how however idea ideas if important in inside instead interesting
into is isn it its itself just keep keeps kept kind knew know known knows large last late later lead least left less let
like little ll long look looked looking looks lot lots made main mainly make makes making many matter may maybe me mean
means might mine more most mostly much must my myself near nearly need needed needs neither never new next no nobody
none nor not note notes nothing now of off often oh ok old on once one ones only onto open or order other others our
ours out over own part particular people per perhaps place point points possible probably problem problems put question
questions quite rather re read real really reason right said same saw say says second see seem seems seen several shall
she should shouldn show showed shown shows side simple simply since small so some somebody someone something sometimes
soon sort still stop such sure take taken takes taking talk talks tell than thank thanks that the their theirs them
themselves then there these they thing things think this those though thought three through time times to today together
told tomorrow too took toward towards tried try turn turned turns two under understand until up upon us use used useful
uses using usually various ve very via want wanted wants was wasn watch way ways we week well went were weren what
whatever when where whether which while who whole whom whose why will with within without won word words work worked
working works worth would wouldn year years yes yet you your yours
abstract afternoon answer approach approaches author authors claim conference doubt evening introduction keynote method
methods minutes morning novel panel paper papers poster posters present presentation presented presents propose proposed
result results session sessions slide slides speaker speakers spotlight study summary takeaway takeaways track trick
tutorial video workshop state art beginner guide practice practical lessons learned learnt build building
breakfast break chat coffee corridor dinner hall hallway line lines lunch room setup step steps welcome
opening closing remarks award awards compare compared comparing future intro introducing modern overview past running
story tips tricks world
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
january february march april june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
"""
_OTHERS = """
aber alle als also am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch dort du durch
ein eine einem einen einer eines er es etwas fur gegen hat hatte haben hier ich ihr ihre im ist ja jede jeder kann kein
keine konnen man mehr mein mit muss nach nicht noch nur oder ohne schon sehr sein sich sie sind so uber um und uns unter
viel vom von vor war waren was weil wenn wer werden wie wir wird wo zu zum zur zwei vortrag frage
alors apres au aucun aussi autre aux avant avec avoir car ce cela ces cette chez comme dans de des deux donc du elle
elles en encore entre est et etre fait il ils je la le les leur leurs lui mais meme mes moins mon ne nos notre nous on
ont ou par pas peu plus pour pourquoi qu quand que quel quelle qui sa sans se ses si son sont sous sur tous tout toute
tres un une vers vos votre vous
al algo ante antes aqui asi aun como con contra cual cuando de del desde donde dos el ella ellos en entre era es esa ese
eso esta este esto estos fue ha hace hasta hay la las le les lo los mas me mi mucho muy nada ni no nos o otra otro para
pero poco por porque pues que quien se sea ser si sin sobre solo son su sus tambien te tiene todo todos un una uno unos
usted y ya
alla anche che chi ci come con cosa cui da dal dalla dei del della delle di dove e gli ha ho i il in io la le lo ma mi
molto ne nei nel nella noi non o per perche piu po poi quale quando quello questa questo se sono sta su sul tra tutti
tutto un una uno
"""
STOP_WORDS: Final = frozenset(f"{_ENGLISH} {_OTHERS}".split())
