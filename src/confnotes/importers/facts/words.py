"""Words that distinguish names of people from titles and institutions."""

from __future__ import annotations

import re
from collections.abc import Iterator


def words(text: str) -> frozenset[str]:
    """A set of words, separated by white space."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Words by their name: each entry begins with a line `name: words`, and indented lines continue it."""
    return {name: " ".join(lines) for name, lines in _entries(text)}


def patterns(text: str) -> list[tuple[str, str]]:
    """Regular expressions with their names, written as in `table`; lines are joined without a space."""
    return [(name, "".join(lines)) for name, lines in _entries(text)]


def _entries(text: str) -> Iterator[tuple[str, list[str]]]:
    _, *parts = re.split(r"^(\S[^:\n]*): ", text, flags=re.MULTILINE)
    for name, said in zip(parts[::2], parts[1::2], strict=True):
        yield name, [line.strip() for line in said.strip().split("\n")]


def is_prose(text: str, *, least: int) -> bool:
    """Whether a text has at least `least` words, half of them in lower case, unlike a name or most titles."""
    said = text.split()
    return len(said) >= least and sum(word[0].islower() for word in said) * 2 >= len(said)


def phrases(text: str) -> frozenset[str]:
    """A set of phrases, separated by bars."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", " ").split("|"))


# Words of titles, section names and programs that are not names of people.
NOT_IN_NAMES = words("""
a about abstract abstracts academic accelerated acceptance accepted accuracy action active adaptive advanced advances
adversarial after afternoon agenda agent agentic agents ai algorithm algorithms all an analysis and annex announcement
announcements annual anschluss application applications applied approach approaches approximate approximation apps
apresentação apresentações architecture architectures are area areas artificial assessment at attendee attendees
attention audio auditorium author authors automated automatic autonomous award awards back ballroom banquet barbecue
based bayesian bbq beginning behavior being benchmark benchmarking benchmarks best beyond bias big biology blind bonus
boosting brain break breakfast breakout buffet building business by café cafeteria call can canceled cancelled careers
case causal causality center challenge challenges change charla charlas chat chemistry city class classification climate
clinical closing cloud club clustering code coding coffee cognition cognitive color combinatorial committee
communication community competition complex complexity compression computation computational compute computer computing
comunicaciones comunicação comunicações concert concluding conference confidence conformal connections contact contents
context continual continuous contrastive contributed contribution contributions control convergence conversation convex
core counterfactual course coworking creating creative critical crowd culture current dance data database dataset
datasets day deadline deadlines debate debugging decision decisions deep demo demonstration demonstrations demos
dependence deployment design detection development differentiable differential diffusion digital dimension dimensional
dimensions dinner discovery discrete discussion discussions distillation distributed distribution distributions
diversity divulgação document domain driven drug dynamic dynamical dynamics early economics education effective effects
efficiency efficient embedding embeddings emergence encerramento energy engineering enhancing ensemble environment
environments equation equations equivariant error estimation ethics evaluation evening event events evolution
evolutionary exact excursion experiment experiments expert explainable explanation exploration exploring extended face
fair fairness fast feature features federated few final finance fireside floor floors flow flows for forecasting
forgetting form foundation foundations foyer free from function functional functions future game games gaps gaussian
general generalization generating generation generative geometric geometry global goal goodbye gradient graph graphs
group growth guide guided hall hallway hands happy hardware health healthcare hello hierarchical high history home hotel
hour how human humans hybrid idea ideas identification image images imaging impact implicit important improved improving
in inductive inference information infrastructure institute instruction integration intelligence intelligent interaction
interactions interactive internet interpretability interpretable interventi into intro introduction introductory
invariant inverse invited is issues it its joint journal journey kernel kernels key keynote keynote: keynotes knowledge
lab laboratory language languages large large-scale latent law lazy learned learning lecture lectures lessons level
lightning likelihood limits linear live lobby local location logic logistics long lounge low lunch lunchtime machine
machines making mamba management manifold manifolds mapping markov matching materials math mathematical mathematics
matrix matters meal measurement measuring mechanism mechanisms medical medicine meet meeting memory mentoring meta
method methods metric metrics mind minicurso minicursos minimax mining mixture mobile model modeling modelling models
modern molecular molecules monitoring monte morning multi multi-agent multimodal multiple music natural navigation
network networking networks neural neuro neuroscience new news next nlp noise non nonconvex nonlinear nonparametric not
note notes novel object objects observations of oficina oficinas on online open opener opening operator operators
opportunities optimal optimization optimizers oral orals organising organization organizer organizers other our outlook
overview palestra palestras panel panelist panelists panels paper papers parallel part partial participant participants
party pattern pavilion perception perspective perspectives phase physical physics pipelines planning platform plenary
poem point policies policy ponencia ponencias poster posters practical practice practices pre prediction predictions
predictive preference presentaciones presentación presentazione presentazioni privacy private prize probabilistic
probability problem problems process processes processing production program programme programming progress project
projects prompting proof proofs properties property protein pruning public python q&a quality quantum question questions
quiz random ranking rapid rate real reality reasoning recap reception recommendation recommender recurrent recursive
registered registration regression regularization reinforcement relation remarks report representation representations
reproducibility research restaurant results retrieval review reward risk robot robotic robotics robots robust robustness
role room round roundtable running safe safety sampling scalable scale scaling scene schedule science sciences
scientific score search security segmentation selection self semantic semi sensing sensor sequence sequential series
service sesión session sessione sessions sessão set shift short shuttle signal simple simulation simulations single
sites slides small smart social socials society software solving some space sparse spatial speaker speakers spectral
speech sponsor sponsors sports spotlight spotlights stable stand-up start state statement statistical statistics
steering stochastic storage strategies streaming strong structural structure structured structures student students
study subject submission submissions summary supervised supervision supply support survey survival sustainable symbolic
symmetry symposium synthesis synthetic system systems table talk talks tasks tba tbc tbd tea teaching team technical
technologies technology temporal terrace test testing text thank thanks that the theater theatre their theoretical
theory things thinking through time title to today tool toolkit tools topic topics topology tour toward towards trabajos
trabalhos track tracking tradeoffs training transfer transformation transformer transformers transition translation
transport tree trees trends trust trustworthy turing tutorial tutorials uncertainties uncertainty understanding unified
universal unlearning unsupervised update updates upper us using value variational vector vehicles venue via video view
virtual vision visit visual visualization vlm voting vs walk warm wasserstein wave weak web website welcome welcoming
what when where which who why wild with within without work working works workshop workshops world wrap writing year you
your zero
""")

# Words of institutions.
INSTITUTION = words("""
aalto academia academy adobe ag agency ai ai2 airbnb aist alibaba allen amazon amd amsterdam analytics anthropic apple
aps association aws baidu bank berkeley bioscience biosciences bloomberg booking.com bosch bristol broad brown bv bvba
bytedance caltech cambridge campus canonical cea center center, centre centro centrum cern citadel clinic cmu cnrs co.
cohere college columbia company copenhagen cornell corp corporation council criteo csail csiro cwi databricks deepmind
delft department dept dropbox duke ecole edinburgh element emory epfl ericsson eso eth etri facebook faculty fair
flatiron foundation fraunhofer fudan fujitsu g-research gatsby github gitlab gmbh google group harvard health heidelberg
helmholtz helsinki hitachi hku hkust hochschule hospital huawei hugging huggingface huji ibm iisc iit imperial inc inc.
inrae inria inserm institut institute institution instituto intel intel's istituto jane-street janelia jpmorgan kaist
kakao kaust kg kit kth kyoto lab laboratoire laboratories laboratory labs lausanne leibniz leiden library linkedin llc
llp lmu ltd ltd. lyft mbzuai mcgill media medical meta microsoft mila ministry mistral mit ml montreal montréal mozilla
museum nanjing nasa naver nec netflix news nih nist nokia nsf ntt ntu nus nv nvidia nyu observatory openai osaka oxford
oy oyj peking pharma pharmaceuticals philips pinterest plc politecnico polytechnic polytechnique postech prague press
princeton pty qualcomm research rice riken robotics s.a. sait salesforce samsung sap sarl school sciences seoul
sheffield siemens simons sintef snowflake society software solutions sony spotify srl stanford stockholm systems tech
technion technologies technology tencent tesla therapeutics tno tokyo toronto toyota tsinghua tuebingen tum twitter
two-sigma tübingen uber ucb ucl ucla ucsb ucsd ucsf uni univ universidad universidade universitat universite
universiteit university università universität université usc utrecht vector vienna vinai vtt warwick waterloo waymo
weizmann yahoo yale yandex zalando zhejiang zurich zürich école
""")

# Common words and institutions that are also surnames, after a given name.
ALSO_NAMES = words("""
allen bank bell best bosch broad brown case chance columbia cornell day dean duke emory field fields group hall hardy
head hill kent lake law long may mind park price reader rice rich simons song space turing west wild work young
""")

# Institutions that look like names of people.
NAMELIKE_INSTITUTIONS = phrases("""
adolfo ibañez | arizona state | bar ilan | ben gurion | booking holdings | booz allen | borealis ai | boston
college | boston dynamics | carnegie mellon | case western | character ai | collège de france | contextual ai |
costa rica | ecole normale | element ai | general motors | georgia tech | goldman sachs | hewlett packard | hong
kong | hugging face | imperial college | jane street | jet propulsion | johns hopkins | king abdullah | lockheed
martin | los angeles | max planck | merck kgaa | michigan state | morgan stanley | new york | new zealand | north
america | notre dame | ohio state | open robotics | penn state | red hat | rolls royce | saint petersburg | san
diego | san francisco | saudi arabia | simon fraser | sorbonne paris | south africa | south korea | sri lanka |
stability ai | tel aviv | texas a&m | thomson reuters | two sigma | united kingdom | united states | virginia tech
| washington dc | william & mary
""")

# Small words inside names.
PARTICLES = words("""
't abu af al av ben bin bint d' da das de del della den der di do dos du e el i ibn in't la le les lo op san st st.
ten ter van van't vom von y zu zur
""")

# Words before or after a name that are not part of it.
HONORIFICS = words("""
apl. arq. bc. dame dipl.-inf. dipl.-ing. dipl.-math. dipl.-phys. doc. dott. dott.ssa dr dr. dr.-ing. dr.in dr.ir. dr.ª
dra dra. drs. drª drª. em. eng. engª esp. h.c. habil. hon. ing. inż. ir. judr. jun.-prof. lic. m.d. m.sc. mag. md
me. med. mg. mgr. mgtr. mlle mme mr mr. mrs mrs. ms ms. msc mtra. mtro. mudr. mult. mª nat. pd ph.d ph.d. phd phdr.
phil. pr pr. priv.-doz. prof prof. prof.dr. prof.in prof.ssa prof.ª prof.º profa. professor profª profª. profº profº.
rer. rev. rndr. sir sr. sra sra. univ.-prof. акад. доц. проф.
""")

# First words of positions, as opposed to affiliations.
OCCUPATIONS = words("""
adjunct advisor analyst applied architect assistant associate candidate ceo chair chief co-founder cofounder
consultant coo cso cto data dean deputy developer director distinguished doctoral emeritus engineer executive fellow
founder founding freelance full graduate group head honorary independent junior lead leading lecturer
machine-learning manager master's member ml msc partner ph.d. phd post-doc postdoc postdoctoral president principal
product prof professor program reader research researcher scientist senior software staff student team technical
tenure-track undergraduate vice visiting
""")
