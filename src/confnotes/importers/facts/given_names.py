"""Given names that are common among speakers, without case and accents: some evidence for a person's name."""

from __future__ import annotations

_NAMES = """
aapo aaron abdul abdullah abhishek ada adaeze adam aditi aditya adrian adriana agnes agnieszka agustin ahmed aidan
aino aisha ajay akash akira alan albert alberto aldo alejandro aleksander alessandra alessandro alex alexander
alexandra alexandre alexandru alexei alexey alexia alexis alfonso alfred ali alice alicia alina alison allison
alvaro ama amanda amar amara amber amelia amir amit amy ana ananya anastasia anders andre andrea andreas andreea
andrei andres andrew andrey andy angela angelica angelo angie anh anil anirudh anita anja anke ann anna anne annette
annie annika anthony antoine anton antonia antonio antti anuj anze aram archis ari ariel arjun arman arnaud arno
arthur arun arvind asger ashish ashley asma astrid atsushi audrey aurelie austin aviv axel ayse ayumi balazs
baptiste barbara bart bas beate beatrice beatriz ben benedict benjamin benoit bernard bernd bernhard bert bill bin
birgit bjorn bo bob bogdan boris brad bradley brandon brenda brendan brent brian bruce bruna bruno bryan cameron
camila camille carina carl carla carlo carlos carmen carol carolina caroline carsten casey catalina catarina
catherine cathy cecilia cedric celeste chandra charles charlotte chelsea chen cheng chenlin chiara chidi chih chloe
chris christian christiane christina christine christoph christophe christopher chuan chunyuan claire clara claude
claudia claudio clement colin collin connor constantin constanza cordelia cristian cristina cynthia cyril cyrille
dan dana daniel daniela daniele danielle danny daria dario darren dave david dawn debbie deborah deep deepak deepika
demis denis dennis derek diana diane diego dieter dimitri dimitris dina dirk divya dmitry dominic dominik dominique
don donald donna dora dorothy doug douglas dragan duc duncan dustin dwayne ed eduardo edward edwin eero efrat
eftychios elena eleni eli elias elisa elisabeth elizabeth ella ellen elliot elsa emanuel emanuele emi emil emilia
emiliano emilie emilio emily emma emmanuel emre emtiyaz enrico enrique eric erica erich erik erika erin ermal
ernesto ernst esther eszter ethan eugene eva evan evelyn ewa fabian fabien fabio fan fang farah fatima fay federica
federico felipe felix femi feng fernanda fernando filip finale finn fiona florence florencia florent florian frances
francesca francesco francis francisco franck francois francoise frank franz fred frederic frederik freja friedrich
gabriel gabriela gabriele gael gaelle gang gareth gary gaurav gemma geoff geoffrey georg george georges georgia
georgios gerard gerd gergely gerhard giacomo gianluca gilles gina giorgio giovanni giulia giulio giuseppe glenn
goncalo gonzalo gordon grace graham greg gregor gregory greta grzegorz guan guido guilherme guillaume guillermo
gunnar gustavo guy hadi haifeng hamed hamid han hanna hannah hannes hans hao haotian harald harini harish harry
harsh haruto hassan heather heidi heike heiko heinrich helen helena helene helmut hendrik henning henri henrik henry
herbert hideki hila hillary hina hiroshi holger hong howard hua huan hubert hugo hui hyejin hyun ian ida ignacio
igor ilya ines inga ingmar ingrid ioana ioannis irene irina iris isaac isabel isabella isabelle ishaan istvan ivan
ivana ivo jack jackie jacob jacques jaesik jake jakob jakub james jamie jan jana jane janet jannik janos jared
jascha jasmine jason javier jay jean jeff jeffrey jelena jen jennifer jens jeremy jerome jerry jesper jesse jessica
jesus jia jian jie jill jim jimmy jin jing jiri jisoo joan joana joanna joao joaquin jochen joe joel joelle johan
johann johanna johannes john jon jonas jonathan jordan jorg jorge joris jose josef joseph josh joshua juan judith
judy juergen juhan jukka julia julian juliana julie julien julius jun jung jurgen justin kadri kai kaiming kamil
karen kari karim karin karl karsten karteek karthik kasia katarina kate katerina katharina katherine kathleen
kathryn kathy katie katja katrin kavya kayhan kazuo keith kelly ken kenji kenneth kent kenta kerstin kevin khaled
kim kimberly kirill kirsten klaus kofi konrad konstantin konstantinos kris krishna kristen kristian kristin kristina
krzysztof kumar kun kurt kwame kyle kyunghyun lakshmi lara larry lars lasse laura lauren laurence laurent layla lea
leah lee lei lena leo leon leonard leonardo leonid leslie leticia li liam liang lianhui lily lin linda ling linh
lior lisa liu liv liz lorenzo lotte louis louise luc luca lucas lucia lucy ludwig luis luisa luiz luka lukas lukasz
luke lynn maarten macarena maciej mads maeva magda magdalena mahdi mai maja malik malte manfred manish manoj manon
manuel manuela mara marc marcel marcelo marcin marco marcos marcus maren margaret margarita maria mariana marianne
marie marija marina mario marion marius mark marko markus marlene marta martha martin martina mary masashi massimo
matej mateja mateo mateusz mathias mathieu mathilde mats matt matteo matthew matthias matthieu maurice mauricio max
maxence maxim maxime maximilian maya meera megan mehdi mehmet mei melanie melissa melody mengdi mercedes meredith
mia micha michael michal michel michela michele michelle miguel mihaela mihai mika mikael mike mikhail milan milica
milos min mina ming mingming mingyuan minh minji mirella miriam mitchell mohamed mohammad mohammed mohit monica
monika moritz morten moshe mostafa muhammad mustafa nadia nancy naoki naomi natalia natalie natasha nathan nathaniel
neal neha neil ngozi nguyen nicholas nick nico nicola nicolai nicolas nicole niels nigel nikhil nikita nikola
nikolai nikolaos nikos nils nina ning nishant noah noam noel noor nora norbert norman nuno oleg olga oliver olivia
olivier omar omer omid oren oriol orr oscar oskar otto owen pablo pamela paola paolo parisa pascal pat patricia
patrick patrik paul paula paulo pavel pedro pekka peng percy pete peter petr petra petros phil philip philipp
philippe phillip pier pierfrancesco pierre pieter ping piotr pooja pradeep prashant priya qi qian qiang qiao qiyao
quang quentin quoc rachael rachel radu rafael rafaela rahul rainer raj rajat rajesh rajiv ralf ralph ram ramesh
ramin ramon rana ranjay raphael raquel rasmus raul ravi ray raymond razvan rebecca regina reinhard remi rene reza
rianne ricardo riccardo richard rick ricky riku rishabh rita ritu rob robert roberta roberto robin rodrigo roger
rohan rohit rok roland romain roman ron ronald rosa rosalind rose ross roy ruben rui rupert ruslan russ russell ruth
ryan ryota sabine sabrina sadra saeed sakura sam sameer samira samuel samy sandeep sander sandra sandy sanja sanjay
sanjeev sanna santiago sara sarah sasha satoshi scott sean sebastian sebastien sergei sergey sergio sergiu seth
shakir shan shane shannon shaojie shaoshan sharon shaul shawn sheila shimon shirin shirley shreya shuai shuangfei
shubham siddharth signe sigrid silke silvia simon simona simone sipho siri sofia solveig sonia sonja sooyeon sophia
sophie soren soumith srinath srinivas stacy stan stanislav stefan stefania stefanie stefano steffen stephan stephane
stephanie stephen steve steven stuart sue sumit sungjin sunil suresh susan susanne suzanne sven svetlana swapna
swati sylvain sylvia szymon taiji takashi takeshi tal tamar tamara tania tanja tanya tao tara ted terence teresa
tereza terry thabo thang theo theodore theresa thiago thibault thomas thore thuy tiago tianqi tim timnit timo
timothy tina tjasa tobias todd tom tomas tomasz tomer tommaso tommi tommy toni tony torsten toshi tracy trang trevor
tristan tunde tyler udo ulf ulrich ulrike umut ursula uwe vadim valentin valentina valeria valerie vanessa venkat
vera veronica veronika vicky victor victoria vijay vikas vikram viktor ville vincent vincenzo vinicius viola
virginia vishal vitaly vivek vivian vlad vladimir vladlen vojtech volker volodymyr vuyo walter wang warren wei
weiwei wenbo wendy werner wilfried will willem william winnie wojciech wojtek wolfgang xavier xi xiang xiao xiaojin
xin xing xu xuan yan yang yann yannis yanwu yaron yasmin yee yejin yi yichuan yiming ying yingzhen yoav yohan yosef
yoshua you youngsung yu yuan yue yuhuai yui yujun yuki yukiko yulia yun yuna yuri yuriy yusuf yves yvonne zachary
zack zahra zanele zeynep zhao zhen zheng zhi zhifeng zhijian zhou zico zoe zofia zoltan zoubin zsolt zuzana
"""

GIVEN_NAMES = frozenset(_NAMES.split())
