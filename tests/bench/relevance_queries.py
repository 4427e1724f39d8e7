"""What somebody types who wants to find something again, and what is the right answer, in three vaults.

A line is a query and its right answers: `query -> answer | answer`. An answer is how the name of a note's file or a
hit's title begins; with `kind:` before it only a hit of that kind is right. Every third query is held out: nothing in
the ranking was chosen by looking at those.
"""

from __future__ import annotations

from typing import NamedTuple


class Wanted(NamedTuple):
    """A query and its right answers."""

    query: str
    answers: tuple[str, ...]


def read_queries(lines: str) -> list[Wanted]:
    """The queries of a text with one a line."""
    pairs = (line.split(" -> ") for line in lines.strip().splitlines())
    return [Wanted(query.strip(), tuple(answer.strip() for answer in answers.split(" | "))) for query, answers in pairs]


SAMPLE = """
equilibrium prop -> 2019-12-10 1005 | Equilibrium Propagation
updates of equilibrium -> 2019-12-10 1005
deep equilibrium -> 2019-12-10 1040
fixed point memory -> 2019-12-10 1040
eqprop -> Equilibrium Propagation | 2019-12-10 1005
eq-prop -> Equilibrium Propagation | 2019-12-10 1005
eqilibrium propagation -> Equilibrium Propagation
symmetric weights -> 2018-05-01 Hallway
coffee queue -> 2018-05-01 Hallway
resistor -> 2018-05-01 Hallway
bengio -> Yoshua Bengio
yoshua -> Yoshua Bengio
bengoi -> Yoshua Bengio
scellier -> person:Benjamin Scellier | Equilibrium Propagation | 2018-05-01 Hallway
hyvarinen -> Score Matching | person:Aapo Hyvärinen
hyvärinen score -> Score Matching
score matching -> Score Matching
non-normalized models -> Score Matching
estimating gradients -> 2019-12-10 1610
langevin -> 2019-12-10 1610 | 2019-12-10 1630
two moons -> 2019-12-10 1610
noise ladder -> 2019-12-10 1610 | 2019-12-10 Hallway
replay buffer -> 2019-12-10 1630
energy based models -> 2019-12-10 1630
red cube -> 2019-12-10 1630
napkin -> 2019-12-10 Hallway
molecules -> 2019-12-10 Hallway | Ada Lindqvist
consciousness prior -> 2019-12-11 1415
system 2 -> 2019-12-11 1415
from system -> 2019-12-11 1415
1905.13633 -> 2019-12-10 1005 | paper:Updates of Equilibrium Prop
arXiv:1909.01377 -> 2019-12-10 1040 | paper:Deep Equilibrium Models
https://arxiv.org/abs/1801.10130 -> 2018-04-30 1000 | paper:Spherical CNNs
spherical cnn -> 2018-04-30 1000
fisheye -> 2018-04-30 1000
rotation fourier -> 2018-04-30 1000
adam and beyond -> 2018-04-30 1030
amsgrad -> 2018-04-30 1030
small epsilon -> 2018-04-30 1030 | task:check which of our runs
bayesian principles -> 2019-12-09 0830
natural gradients -> 2019-12-09 0830
newton's method -> 2019-12-09 0830
diagonal transformer -> 2019-12-09 0830 | task:try the diagonal version
kidd -> 2019-12-09 1730 | person:Celeste Kidd
how children believe -> 2019-12-09 1730
recommender second answer -> 2019-12-09 1730
ada -> Ada Lindqvist
lindqvist -> Ada Lindqvist
legendre -> Legendre Memory Units | Poster: Legendre Memory Units
voelker -> Legendre Memory Units | person:Aaron Voelker | Poster: Legendre Memory Units
legendre memry -> Legendre Memory Units | Poster: Legendre Memory Units
causal confusion -> Causal Confusion in Imitation Learning
levine -> person:Sergey Levine | Causal Confusion | Guided Meta-Policy
guided meta policy -> Guided Meta-Policy Search
point voxel -> Point-Voxel CNN
end to end -> Putting An End to End-to-End
uniform convergence -> Uniform Convergence May Be Unable | Poster: Uniform Convergence
residual flow -> Residual Flows | Poster: Residual Flows
invertible -> Invertible Convolutional Flow | Residual Flows | Poster: Residual Flows
kolter -> person:J. Zico Kolter | 2019-12-10 1040
lowe -> person:Sindy Löwe | Putting An End
poczos -> person:Barnabás Póczos | Nonparametric Density
oconnor -> person:Peter O'Connor | Putting An End
fei-fei -> person:Li Fei-Fei | 2019-12-10 1730 Poster H
human evaluation -> 2019-12-10 1730 Poster H
hype -> 2019-12-10 1730 Poster H
fisher vectors -> 2019-12-10 1730 Poster Adv
object segmentation -> 2019-12-10 1730 Poster Em
microscopy -> 2019-12-10 1730 Poster Em | task:show this to the microscopy
survey 2018 -> 2019-12-10 1730 Poster H | task:compare with our own survey
benchmark panel -> 2019-12-11 1600
benchmark expires -> 2019-12-11 1600 | question:would a benchmark
#generative/score slope -> Score Matching | 2019-12-10 1610 | 2019-12-10 Hallway
tag:generative/gan people -> 2019-12-10 1730 Poster Em
speaker:song -> 2019-12-10 1610 | person:Yang Song
is:todo napkin -> task:draw the napkin again
is:todo microscopy -> task:show this to the microscopy
kind:question replay -> question:replay buffer or restarts
kind:talk legendre -> Legendre Memory Units | Poster: Legendre Memory Units
day page -> 2019-12-10 Day | NeurIPS 2019
iclr -> ICLR 2018
neurips -> NeurIPS 2019
conf:iclr adam -> 2018-04-30 1030
optimisers -> 2019-12-09 0830
langevin noise -> 2019-12-10 1610
veridical -> Veridical Data Science
besov -> Nonparametric Density Estimation
bits back -> Compression with Flows | Poster: Compression with Flows
"""

OWN = """
C++ -> Template errors
C# -> Unity for visitors
R plots -> Plots on paper
R -> Plots on paper
.NET -> Unity for visitors
node.js -> Event loops side by side
nodejs -> Event loops side by side
node -> Event loops side by side
GPT-4 -> Prompt clinic
gpt4 -> Prompt clinic
gpt 4 prices -> Prompt clinic
深度学习 -> 深度学习入门
学习 入门 -> 深度学习入门
卷积 -> 深度学习入门
ラーニング -> 機械学習の実践
機械学習 -> 機械学習の実践
학습 -> 강화 학습 노트
강화 -> 강화 학습 노트
O(n log n) -> Sorting on a napkin
n log n -> Sorting on a napkin
∇ -> Slopes by hand
L2 -> Ridge or lasso
ℓ₂ -> Ridge or lasso
l2 norm -> Ridge or lasso
λ -> Ridge or lasso
2103.14030 -> Windows that shift | paper:https://arxiv.org/abs/2103.14030
2103.14030v2 -> Windows that shift | paper:https://arxiv.org/abs/2103.14030
arxiv:2103.14030v2 -> Windows that shift | paper:https://arxiv.org/abs/2103.14030
10.1145/3292500.3330701 -> Tuning without grief | paper:https://doi.org
doi:10.1145/3292500.3330701 -> Tuning without grief | paper:https://doi.org
https://doi.org/10.1145/3292500.3330701 -> Tuning without grief | paper:https://doi.org
https://garden.example.org/compost -> Compost heaps of data
garden.example.org -> Compost heaps of data
caching 2024 -> Caching, the third year
caching -> Caching, the third year
stale caches -> Caching, the first year | Caching, the third year
kubernetes operators -> Operators for the rest of us
kubernets operator -> Operators for the rest of us
opertors -> Operators for the rest of us
operator patern -> Operators for the rest of us
munchausen -> Lifting oneself
münchhausen -> Lifting oneself
okonjo -> person:Nkechi Okonjo | Lifting oneself
nkechi -> person:Nkechi Okonjo | Lifting oneself
okonjo-reyes -> person:Tadeo Okonjo-Reyes | Tides, told twice
tides twice -> Tides, told twice
tides -> Tides, told twice
queue theory -> Waiting in line
queueing -> Waiting in line
waiting in -> Waiting in line
slow start -> Waiting in line
call tadeo -> task:call Tadeo about the buoys
buoys -> Tides, told twice | task:call Tadeo about the buoys
kind:task prices -> task:ask what the prices
rust vs go -> Two compilers, one lunch
borrow checker -> Two compilers, one lunch
compiler lunch -> Two compilers, one lunch
user's guide -> A user guide to guides
tensor_flow -> Slopes by hand
OpenTelemetry traces -> Spans, not logs
open telemetry -> Spans, not logs
log spans -> Spans, not logs
p99 -> Spans, not logs
state-of-the-art -> Windows that shift
state of the art -> Windows that shift
IPv6 -> Spans, not logs
naive bayes -> Prompt clinic
naïve bayes -> Prompt clinic
café -> Two compilers, one lunch
cafe lunch -> Two compilers, one lunch
don't repeat -> A user guide to guides
dont repeat -> A user guide to guides
"""

SHARED = """
democratic deploys -> airbnb-democratic-deploys
airbnb -> airbnb-democratic-deploys
pixar -> pixar
storyboard -> pixar
chatops -> github-api
webhook -> github-api
jenkins docker compose -> groupon-ci
a11y -> web-accessibility | accessibility
accessibility radina -> accessibility
alt text -> web-accessibility
channels andrew -> channels
godwin -> channels
dashboard d3 -> django-dashboards
forms constructor -> django-forms
internet of things -> django-iot
timeseries devices -> django-iot
bug hunting -> effective-bug-hunting
glass wall -> glass-walls
graphene syrus -> graphene
nginx varnish -> high-availability-django
the atlantic -> high-availability-django
json api -> json-api-pinax
old pony -> legacy-django-projects
lopatin -> legacy-django-projects
model managers -> mighty-model-managers
twitter bot -> nlp-twitterbot-django
sentiment analysis -> nlp-twitterbot-django
F() expressions -> querysets
trey hunner -> readability | loop-better-trey-hunner
right to left -> rtl-languages
rtl -> rtl-languages
font size -> typography
unity c# -> vr
frog and toad -> security
pytest fixtures -> automated-testing-with-pytest-and-fixtures-steven-saporta
ungrammatical -> building-an-ungrammatical-corpus-by-corruption-pablo-gonzalez-martinez
beazley -> the-other-async-david-beazley
other async -> the-other-async-david-beazley
serverless -> monolithic-to-serverless-scott-triglia
peter sperl -> high-performance-microservices-peter-sperl
threat model -> threat-modeling-python-web-apps-jared-smith
pyspark monads -> try-monads-with-big-data-using-pyspark-jordan-yaker
spark streaming -> spark-streaming-for-world-domination
stack frames -> a-deep-dive-into-python-strack-frames
mastermind knuth -> beating-mastermind
music in python -> creative-music-applications-in-python
data classes -> dataclasses-are-here-now-what
dataclass -> dataclasses-are-here-now-what
GIL coroutines -> from-coroutines-to-concurrency
gradient decent -> gradient-descent-demystified
ipfs -> ive-been-awaiting-for-an-url-like-you
stylometry -> keep-it-secret-keep-it-safe-preserving-anonymity-by-subverting-stylometry
federalist papers -> keep-it-secret-keep-it-safe-preserving-anonymity-by-subverting-stylometry
one-time passwords -> mfa-the-right-way-one-time-passwords-with-pyotp
arima -> predicting-the-future-with-statistical-and-machine-learning-models
bitcoin price -> predicting-the-future-with-statistical-and-machine-learning-models
deduplication -> record-deduplication-with-python
dedup flavio -> record-deduplication-with-python
jaro winkler -> record-deduplication-with-python
seventeen million -> seventeen-million-lines-of-python-later
defibrillator -> software-freedom-and-ethical-technology
glyph -> the-automatic-computer-and-you
space station -> tracking-the-international-space-station-in-django-with-redis
jane austin -> what-if-jane-austen-had-been-an-engineer
travis teaching -> using-python-travis-ci-and-github-to-effectively-teach-programming
docker djangonauts -> an-intro-to-docker-for-djangonauts
deploy without docker -> containerless-django-deploying-without-docker
elastic search -> elasticsearch-accelerating-the-django-admin
dns -> whats-in-a-name-your-guide-to-the-wacky-world-of-dns
celery workflow -> building-workflows-with-celery
celery tasks -> follow-your-celery-tasks | follow_your_celery_tasks
graphql identities -> python_meets_graphql
rust parser -> demystifing_rust_parsing
prometheus java -> monitoring_legacy_java_apps_with_prometheus
prometheus cloud native -> evolving_prometheus_for_the_cloud_native_world
graphite scale -> graphite_at_scale_biggraphite
openmetrics -> open_metrics
open metrics -> open_metrics
hash joins -> comparing_hash_join_solutions | hash_join_in_mysql8
mysql 8 -> hash_join_in_mysql8
postgres index -> deep_dive_into_postgres_indexing
slow queries -> find_your_slow_queries_and_fix_them
io_uring -> sled_and_rio
scikit learn estimator -> writing_sklearn_estimator
sklearn -> writing_sklearn_estimator
llvm debug -> debugging_with_llvm
gpx -> creating_gpx_tracks_in_open_street_map
openstreetmap -> creating_gpx_tracks_in_open_street_map
food facts -> open_food_facts
rx python -> intro_to_reactive_programming_with_rxpy
production profiling -> production_time_profiling_for_python
kubernetes -> kubernetes-101
grpc -> grpc101
bazel -> bazel
config smells -> code-config-smells
progressive delivery -> progressive_delivery
group replication -> mysql-group-replication
dependency packaging ecosystems -> comparing_dependency_management_issues
"""
