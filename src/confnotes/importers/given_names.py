"""Given names common among speakers, case and accents folded: evidence that a text names a person, never all of it."""

from __future__ import annotations

_NAMES = """
aapo aaron abdul abdullah abhishek adam aditya adrian adriana agnes ahmed aidan aisha ajay akash akira alan albert
alberto aldo alejandro aleksander alessandra alessandro alex alexander alexandra alexandre alexandru alexei alexey
alexia alexis alfonso alfred ali alice alicia alina alison allison alvaro amanda amar amber amelia amir amit amy ana
anastasia anders andre andrea andreas andrei andres andrew andrey andy angela angelica angelo angie anil anirudh
anita anja ann anna anne annette annie anthony antoine anton antonia antonio anuj aram archis ari ariel arjun arman
arnaud arno arthur arun arvind asger ashish ashley asma astrid atsushi audrey austin aviv axel ayse barbara bart bas
beate beatrice ben benedict benjamin benoit bernard bernd bernhard bert bill bin bjorn bo bob boris brad bradley
brandon brenda brendan brent brian bruce bruno bryan cameron camille carina carl carla carlo carlos carmen carol
carolina caroline carsten casey catherine cathy cecilia cedric celeste chandra charles charlotte chelsea chen cheng
chenlin chiara chih chloe chris christian christiane christina christine christoph christophe christopher chuan
chunyuan claire clara claude claudia claudio clement colin collin connor constantin cordelia cristian cristina
cynthia cyril dan dana daniel daniela daniele danielle danny daria dario darren dave david dawn debbie deborah deep
deepak demis denis dennis derek diana diane diego dieter dimitri dimitris dina dirk dmitry dominic dominik dominique
don donald donna dorothy doug douglas duncan dustin dwayne ed eduardo edward edwin efrat eftychios elena eleni eli
elias elisa elisabeth elizabeth ella ellen elliot elsa emanuel emanuele emil emilia emiliano emilio emily emma
emmanuel emre emtiyaz enrico enrique eric erica erich erik erika erin ermal ernesto ernst esther ethan eugene eva
evan evelyn fabian fabien fabio fan fang fatima federica federico felipe felix feng fernanda fernando filip finale
finn fiona florence florian frances francesca francesco francis francisco franck francois francoise frank franz fred
frederic frederik friedrich gabriel gabriela gabriele gael gang gareth gary gaurav gemma geoff geoffrey georg george
georges georgia georgios gerard gerhard giacomo gianluca gilles gina giorgio giovanni giulia giulio giuseppe glenn
gonzalo gordon grace graham greg gregor gregory grzegorz guan guido guillaume guillermo gunnar gustavo guy hadi
haifeng hamed hamid han hannah hannes hans hao haotian harald harish harry harsh hassan heather heidi heiko heinrich
helen helena helene helmut hendrik henning henri henrik henry herbert hideki hila hillary hiroshi holger hong howard
hua huan hubert hugo hui hyun ian ida ignacio igor ilya inga ingmar ingrid ioannis irene irina iris isaac isabel
isabella isabelle ivan ivana ivo jack jackie jacob jacques jaesik jake jakob jakub james jamie jan jana jane janet
janos jared jascha jasmine jason javier jay jean jeff jeffrey jen jennifer jens jeremy jerome jerry jesse jessica
jesus jia jian jie jill jim jimmy jin jing joan joana joanna joao joaquin jochen joe joel joelle johan johann
johanna johannes john jon jonas jonathan jordan jorg jorge joris jose josef joseph josh joshua juan judith judy
juergen julia julian juliana julie julien julius jun jung jurgen justin kai kaiming kamil karen karim karin karl
karsten karteek karthik katarina kate katharina katherine kathleen kathryn kathy katie katja katrin kayhan kazuo
keith kelly ken kenji kenneth kent kerstin kevin khaled kim kimberly kirill kirsten klaus konrad konstantin
konstantinos kris krishna kristen kristian kristin kristina krzysztof kumar kun kurt kyle kyunghyun lara larry lars
laura lauren laurence laurent lea leah lee lei lena leo leon leonard leonardo leonid leslie leticia li liam liang
lianhui lily lin linda ling lior lisa liu liz lorenzo louis louise luc luca lucas lucia lucy ludwig luis luisa luiz
lukas luke lynn maarten maciej magda magdalena mahdi mai maja malik manfred manoj manuel manuela mara marc marcel
marcelo marcin marco marcos marcus margaret margarita maria marianne marie marina mario marion marius mark marko
markus marlene marta martha martin martina mary masashi massimo mathias mathieu mats matt matteo matthew matthias
matthieu maurice mauricio max maxence maxim maxime maximilian maya megan mehdi mehmet mei melanie melissa melody
mengdi mercedes meredith mia micha michael michal michel michela michele michelle miguel mihaela mikael mike mikhail
milan milica min ming mingming mingyuan mirella miriam mitchell mohamed mohammad mohammed mohit monica monika moritz
morten moshe mostafa muhammad mustafa nadia nancy naoki naomi natalia natalie natasha nathan nathaniel neal neil
nicholas nick nico nicola nicolai nicolas nicole niels nigel nikhil nikita nikola nikolai nikolaos nikos nils nina
ning nishant noah noam noel nora norbert norman nuno oleg olga oliver olivia olivier omar omer oren oriol orr oscar
oskar otto owen pablo pamela paola paolo pascal pat patricia patrick patrik paul paula paulo pavel pedro peng percy
pete peter petr petra petros phil philip philipp philippe phillip pier pierfrancesco pierre pieter ping piotr
pradeep prashant priya qi qian qiang qiao qiyao quentin quoc rachael rachel rafael rahul rainer raj rajat rajesh
rajiv ralf ralph ram ramesh ramin ramon ranjay raphael raquel raul ravi ray raymond razvan rebecca regina reinhard
remi rene reza rianne ricardo riccardo richard rick ricky rishabh rita rob robert roberta roberto robin rodrigo
roger rohan rohit roland romain roman ron ronald rosa rosalind rose ross roy ruben rui rupert ruslan russ russell
ruth ryan ryota sabine sabrina sadra saeed sam sameer samira samuel samy sander sandra sandy sanja sanjay sanjeev
santiago sara sarah sasha satoshi scott sean sebastian sebastien sergei sergey sergio sergiu seth shakir shan shane
shannon shaojie shaoshan sharon shaul shawn sheila shimon shirley shreya shuai shuangfei shubham siddharth silvia
simon simona simone sofia sonia sonja sophia sophie soumith srinivas stacy stan stanislav stefan stefania stefanie
stefano steffen stephan stephane stephanie stephen steve steven stuart sue sumit sungjin sunil suresh susan susanne
suzanne sven svetlana swati sylvain sylvia taiji takashi takeshi tal tamar tamara tania tanja tanya tao tara ted
terence teresa terry thang theo theodore theresa thomas thore tiago tianqi tim timnit timothy tina tobias todd tom
tomas tomasz tomer tommaso tommi tommy toni tony toshi tracy trevor tristan tyler udo ulf ulrich ulrike umut ursula
uwe vadim valentin valentina valeria valerie vanessa vera veronica veronika vicky victor victoria vijay vikas vikram
viktor vincent vincenzo viola virginia vishal vitaly vivian vlad vladimir vladlen volker volodymyr vuyo walter wang
warren wei weiwei wenbo wendy werner wilfried will willem william winnie wojciech wolfgang xavier xi xiang xiao
xiaojin xin xing xu xuan yan yang yann yannis yanwu yaron yasmin yee yejin yi yichuan yiming ying yingzhen yoav
yohan yosef yoshua you youngsung yu yuan yue yuhuai yujun yukiko yulia yun yuri yuriy yusuf yves yvonne zachary zack
zahra zeynep zhao zhen zheng zhi zhifeng zhijian zhou zico zoe zoltan zoubin
"""

GIVEN_NAMES = frozenset(_NAMES.split())
