"""Words that tell a person's name from a title and from an institution."""

from __future__ import annotations

# Words that stand in titles, section names and programs, and not in the names of people.
NOT_IN_NAMES = frozenset(
    """
a about abstract abstracts academic acceptance accepted accelerated accuracy action active adaptive advanced advances
adversarial after afternoon agenda agent agents ai algorithm algorithms all an analysis and announcement annual
application applications applied approach approaches approximate approximation architecture architectures are area areas
artificial assessment at attention audio author authors automated automatic autonomous award awards back banquet based
bayesian behavior beginning being benchmark benchmarks best beyond bias big biology bonus boosting brain break breakfast
breakout building by call can careers case causal causality center challenge challenges change chat chemistry city class
classification climate clinical closing cloud clustering code coffee cognition cognitive color combinatorial committee
communication community competition complex complexity compression computation computational compute computer computing
concluding conference confidence conformal connections contact contents context continual continuous contrastive
contributed contribution contributions control convergence conversation convex core counterfactual course creating
creative critical crowd culture current dance data database dataset datasets day deadline deadlines debate debugging
decision decisions deep demo demonstration demonstrations demos dependence deployment design detection development
differentiable differential diffusion digital dimension dimensional dinner discovery discrete discussion discussions
distributed distribution distributions diversity document domain driven drug dynamic dynamical dynamics early economics
education effective effects efficiency efficient embedding embeddings emergence energy engineering ensemble environment
environments equation equations equivariant error estimation ethics evaluation event events evening evolution
evolutionary exact experiment experiments explainable explanation exploration exploring expert extended face fair
fairness fast feature features federated few final fireside flow flows for forecasting form foundation foundations free
from function functional functions future game games gaussian general generalization generating generation generative
geometric geometry global goal goodbye gradient graph graphs group growth guide guided hall hands happy hardware health
healthcare hello hierarchical high history home hour how human humans hybrid idea ideas identification image images
imaging impact implicit important improved improving in inference information infrastructure institute instruction
integration intelligence intelligent interaction interactions interactive interpretability interpretable into intro
introduction introductory invariant inverse invited is issues it its joint journey kernel kernels key keynote keynotes
knowledge lab laboratory language languages large latent law lazy learned learning lecture lectures level lightning
likelihood limits linear live local location logic long low lunch machine machines making management manifold manifolds
mapping markov matching materials math mathematical mathematics matrix matters meal measuring measurement mechanism
mechanisms medical medicine meet meeting memory mentoring meta method methods metric metrics mind mining minimax
mixture mobile model modeling modelling models modern molecular molecules monitoring monte morning multi multimodal
multiple music natural navigation network networking networks neural neuroscience new news next nlp noise non
nonconvex nonlinear not note notes novel object objects observations of on online open opening operator operators
opportunities optimal optimization oral orals organization organizer organizers organising other our outlook overview
panel panelist panelists paper papers parallel part participant participants partial party pattern perception
perspective perspectives phase physical physics planning platform plenary poem point policies policy poster posters
practical practice practices pre prediction predictions predictive preference privacy private prize probabilistic
probability problem problems process processes processing production program programme programming progress project
projects proof proofs properties property protein public python quality quantum question questions quiz random ranking
rapid rate real reality reasoning reception recommendation recommender recurrent recursive registration regression
regularization reinforcement relation remarks report representation representations reproducibility research results
retrieval review reward risk robot robotic robotics robots robust robustness role room round roundtable running safe
safety sampling scalable scale scaling scene schedule science sciences scientific score search security segmentation
selection self semantic semi sensing sensor sequence sequential series service session sessions set shift short signal
simple simulation simulations single sites slides small smart social socials society software solving some space sparse
spatial speaker speakers spectral speech sponsor sponsors sports spotlight spotlights stable start state statistical
statistics statement stochastic storage strategies streaming strong structure structured structures student students
study subject submission submissions summary supervised supervision support survey sustainable symmetry symposium
synthesis synthetic system systems table talk talks tasks tea teaching team technical technologies technology test
testing text thank thanks that the their theory things thinking through time title to today tool tools topic topics
topology toward towards track tracking tradeoffs training transfer transformation transformer transformers transition
translation transport tree trees trends trust trustworthy turing tutorial tutorials uncertainties uncertainty
understanding universal unsupervised update updates upper us using value variational vector vehicles venue via video view
virtual vision visual visualization voting vs walk wasserstein wave weak web website welcome what when where which who
why wild with within without work working works workshop workshops world wrap writing year you your zero
agentic apps benchmarking blind coding dimensions distillation finance forgetting gaps inductive large-scale lessons
mamba multi-agent neuro nonparametric opener optimizers panels pipelines prompting pruning q&a recap sessions stand-up
steering structural supply survival symbolic temporal theoretical toolkit unlearning unified visit vlm warm welcoming
ballroom theatre theater auditorium foyer lobby floor floors annex pavilion lounge terrace
business general announcements lunchtime barbecue bbq excursion tour concert keynote: tba tbd tbc cancelled canceled
""".split()
)

# Words that mark an institution.
INSTITUTION = frozenset(
    """
university universität universite université universiteit universidad universidade università universitat uni univ
institute institut instituto istituto institution college school academy academia laboratory laboratories lab labs
research center centre center, centro centrum department dept faculty hospital clinic foundation corporation corp inc
inc. ltd ltd. llc gmbh ag s.a. company co. group technologies technology tech systems solutions robotics software
analytics bank ministry agency council society association observatory museum library press news media ai ml therapeutics
pharma pharmaceuticals bioscience biosciences health medical sciences polytechnic politecnico polytechnique école ecole
hochschule eth epfl mit cmu ucl ucla ucsd ucsf ucsb ucb usc nyu kaist postech caltech inria cnrs cea csail csiro cern nasa
nist nsf nih tum kit lmu eso gatsby mila ibm sap bosch google deepmind microsoft meta facebook fair amazon aws apple nvidia
intel amd huawei samsung baidu tencent alibaba bytedance openai anthropic salesforce adobe twitter netflix uber lyft spotify
waymo tesla qualcomm siemens philips sony toyota nokia ericsson yahoo yandex naver kakao riken ntt nec hitachi fujitsu
stanford harvard princeton yale berkeley oxford cambridge cornell columbia brown duke rice emory toronto mcgill waterloo
montreal montréal edinburgh imperial warwick sheffield bristol helsinki aalto stockholm kth copenhagen amsterdam delft
leiden utrecht tübingen tuebingen heidelberg zurich zürich lausanne vienna prague technion weizmann huji tsinghua peking
fudan zhejiang nanjing tokyo kyoto osaka seoul nus ntu hku hkust iit iisc vector vinai hugging huggingface cohere mistral
github gitlab mozilla canonical intel's pinterest linkedin airbnb dropbox databricks snowflake bloomberg jpmorgan citadel
g-research two-sigma jane-street zalando criteo booking.com element allen ai2 sait flatiron simons broad janelia
""".split()
)

# Institutions that look like the names of people.
NAMELIKE_INSTITUTIONS = frozenset(
    """
georgia tech|carnegie mellon|johns hopkins|ben gurion|boston dynamics|max planck|virginia tech|texas a&m|penn state|
notre dame|william & mary|simon fraser|hong kong|new york|los angeles|san diego|san francisco|tel aviv|south korea|
united states|united kingdom|new zealand|south africa|saudi arabia|sri lanka|costa rica|north america|morgan stanley|
goldman sachs|jane street|two sigma|hugging face|character ai|stability ai|borealis ai|contextual ai|element ai|
thomson reuters|booz allen|rolls royce|hewlett packard|jet propulsion|king abdullah|imperial college|boston college|
ohio state|michigan state|arizona state|washington dc|red hat|general motors|lockheed martin|merck kgaa|booking holdings|
adolfo ibañez|saint petersburg|case western|bar ilan|ecole normale|collège de france|sorbonne paris|open robotics|
""".replace("\n", "").strip("|").split("|")
)

# Small words inside names.
PARTICLES = frozenset(
    "van von der den de del della di da dos das do du la le les el al bin ibn ben bint abu ter ten zu zur vom af av y e i san st. st 't "
    "lo d' van't op in't".split()
)

# What stands before or after a name and is no part of it.
HONORIFICS = frozenset(
    "prof prof. professor dr dr. mr mr. mrs mrs. ms ms. sir dame phd ph.d. ph.d msc m.sc. md m.d. prof.dr. dipl.-ing. ing. hon. rev."
    .split()
)

# First words of what somebody does for a living, not where.
OCCUPATIONS = frozenset(
    """
professor prof assistant associate full adjunct emeritus distinguished principal senior junior staff lead leading chief
head director manager vice president ceo cto cso coo cofounder co-founder founder founding scientist researcher engineer
developer postdoc postdoctoral post-doc phd ph.d. doctoral graduate undergraduate student candidate fellow lecturer reader
chair dean group research software machine-learning ml data applied visiting partner consultant advisor architect analyst
executive program product technical team msc master's independent freelance member tenure-track honorary deputy
""".split()
)
