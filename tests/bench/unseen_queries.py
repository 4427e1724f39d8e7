"""What somebody asks months later of notes that nobody tuned the search for, by kind, with the right notes.

Written from the notes alone, before the ranking was looked at, and frozen: no query is ever changed. Another right
answer may be added; those that were stand in `ADDED_LATER`. An answer is a path below the shared notes without `.md`;
`person:` begins the name of a person whose own entry is as right.
"""

from __future__ import annotations

from bench.relevance_queries import Wanted, read_queries

_BY_KIND = {
    "a word wrong or missing": """
knuth mastermind five guesses -> daneah/2018/pygotham/beating-mastermind
bitcoin price prophet google -> daneah/2018/pygotham/predicting-the-future-with-statistical-and-machine-learning-models
implanted defibrillator proprietary firmware -> daneah/2018/pygotham/software-freedom-and-ethical-technology
yelp billing step functions azure -> daneah/2017/pygotham/monolithic-to-serverless-scott-triglia
mutex interpreter lock bytecode slow -> daneah/2018/pygotham/from-coroutines-to-concurrency
graphite cassandra metrics backend -> donaldwhyte-fosdem/2018/graphite_at_scale_biggraphite
mercurial rewritten in rust -> donaldwhyte-fosdem/2020/boosting_python_with_rust
pixar wacom tablets artists -> daneah/2015/github-universe/pixar
bloomberg mortgage caching redis -> daneah/2017/pygotham/high-performance-microservices-peter-sperl
airbnb rabbitmq rollback slack -> daneah/2015/github-universe/airbnb-democratic-deploys
ubuntu autopkgtest nightly -> donaldwhyte-fosdem/2017/ci-at-the-distribution-level
seldon jenkins canary spinnaker -> donaldwhyte-fosdem/2020/ci_cd_framework_for_ml_at_massive_scale
hops hadoop pytorch -> donaldwhyte-fosdem/2017/democratic-deep-learning
tang clevis disk encryption -> donaldwhyte-fosdem/2017/securing-automated-decryption
twilio iss flyover email -> daneah/2018/pygotham/tracking-the-international-space-station-in-django-with-redis
quartz bank of america java -> daneah/2018/pygotham/seventeen-million-lines-of-python-later
wharton simulation games unity -> daneah/2018/djangocon-us/simpl-framework-big-impact
nltk cleveland movies similarity -> daneah/2016/djangocon-us/nlp-twitterbot-django
admin search 12 seconds solr -> daneah/2018/djangocon-us/elasticsearch-accelerating-the-django-admin
citations nobel prize hadoop -> \
daneah/2017/pygotham/tracing-the-flow-of-knowledge-using-pyspark-jessica-cox-corey-harper
two factor authentication -> daneah/2018/pygotham/mfa-the-right-way-one-time-passwords-with-pyotp
""",
    "folder and year": """
pygotham 2017 graphql -> daneah/2017/pygotham/evolution-of-api-design-eric-baer
djangocon 2018 graphql -> daneah/2018/djangocon-us/introduction-to-django-and-graphql
fosdem 2020 graphql -> donaldwhyte-fosdem/2020/python_meets_graphql
djangocon us 2016 graphql -> daneah/2016/djangocon-us/graphene
fosdem 2018 prometheus -> donaldwhyte-fosdem/2018/evolving_prometheus_for_the_cloud_native_world | \
donaldwhyte-fosdem/2018/monitoring_legacy_java_apps_with_prometheus | donaldwhyte-fosdem/2018/open_metrics
fosdem 2017 mysql -> donaldwhyte-fosdem/2017/mysql-group-replication | \
donaldwhyte-fosdem/2017/apachespark-and-mysql-for-analysis
github universe monitoring -> daneah/2015/github-universe/bugsnag-monitoring
djangocon 2016 websockets -> daneah/2016/djangocon-us/websockets
djangocon 2018 celery -> daneah/2018/djangocon-us/building-workflows-with-celery
fosdem 2020 celery -> donaldwhyte-fosdem/2020/follow_your_celery_tasks
pygotham 2018 asyncio -> daneah/2018/pygotham/ive-been-awaiting-for-an-url-like-you | \
daneah/2018/pygotham/from-coroutines-to-concurrency
fosdem 2017 asyncio -> donaldwhyte-fosdem/2017/asynchronous-programming-with-py-coroutines
pygotham 2017 async queues -> daneah/2017/pygotham/the-other-async-david-beazley
universe 2015 panel deere -> daneah/2015/github-universe/every-company-is-a-software-company
donaldwhyte docker-compose -> donaldwhyte-fosdem/2017/taking-containers-to-production | \
donaldwhyte-fosdem/2017/kubernetes-101
""",
    "misspelt": """
kuberntes pods -> donaldwhyte-fosdem/2017/kubernetes-101
stylometery anonymous -> daneah/2018/pygotham/keep-it-secret-keep-it-safe-preserving-anonymity-by-subverting-stylometry
acessibility colorblind -> daneah/2016/djangocon-us/web-accessibility
desciptors dunder -> daneah/2018/pygotham/pushing-the-bounds-with-descriptors
defibrilator -> daneah/2018/pygotham/software-freedom-and-ethical-technology
mortage securities -> daneah/2017/pygotham/high-performance-microservices-peter-sperl
oberservability google -> donaldwhyte-fosdem/2018/googles_approach_to_distributed_systems_observability_for_go
typograhy line height -> daneah/2016/djangocon-us/typography
monolythic yelp -> daneah/2017/pygotham/monolithic-to-serverless-scott-triglia
profilling tracemaloc -> donaldwhyte-fosdem/2020/production_time_profiling_for_python
synchronisation race conditions deadlock -> \
donaldwhyte-fosdem/2017/asynchronous-programming-with-py-coroutines
demystifying rust parsing -> donaldwhyte-fosdem/2018/demystifing_rust_parsing
""",
    "part of a name": """
kapfhammer -> daneah/2018/pygotham/using-python-travis-ci-and-github-to-effectively-teach-programming | \
person:Gregory M. Kapfhammer
lasseter quotes -> daneah/2015/github-universe/pixar
anna schneider -> daneah/2016/djangocon-us/django-iot | person:Anna Schneider
flávio duplicates -> daneah/2018/pygotham/record-deduplication-with-python
josh kubernetes -> donaldwhyte-fosdem/2017/kubernetes-101
salvano -> daneah/2016/djangocon-us/nlp-twitterbot-django | person:Vince Salvano
ray tsang -> donaldwhyte-fosdem/2017/grpc101 | person:Ray Tsang
saryerwinie -> daneah/2017/pygotham/next-level-testing-revisited-james-saryerwinnie | person:James Saryerwinnie
benjamin kampmann -> donaldwhyte-fosdem/2017/time-to-safe-the-internet | person:Benjamin Kampmann
levenhagen women -> daneah/2016/djangocon-us/glass-walls
""",
    "acronym": """
DHT -> daneah/2018/pygotham/ive-been-awaiting-for-an-url-like-you
TOTP -> daneah/2018/pygotham/mfa-the-right-way-one-time-passwords-with-pyotp
LSTM -> daneah/2018/pygotham/predicting-the-future-with-statistical-and-machine-learning-models
TSDB -> donaldwhyte-fosdem/2018/evolving_prometheus_for_the_cloud_native_world
ELK stack -> donaldwhyte-fosdem/2017/metrics-and-application-logs
BDD -> daneah/2018/djangocon-us/bdd-testing-for-django-apps
OODA -> daneah/2016/djangocon-us/legacy-django-projects
i18n -> daneah/2018/djangocon-us/becoming-a-multilingual-superhero-in-django
""",
    "phrase": """
"callback hell" -> donaldwhyte-fosdem/2017/asynchronous-programming-with-py-coroutines
"weak references" -> daneah/2017/pygotham/high-performance-microservices-peter-sperl
"marble diagrams" rx -> donaldwhyte-fosdem/2020/intro_to_reactive_programming_with_rxpy
"negative evidence" -> daneah/2017/pygotham/building-an-ungrammatical-corpus-by-corruption-pablo-gonzalez-martinez
"script kiddies" -> daneah/2017/pygotham/threat-modeling-python-web-apps-jared-smith
"honeymoon effect" -> daneah/2018/pygotham/software-freedom-and-ethical-technology
""",
    "question": """
how to teach programming to beginners -> daneah/2017/pygotham/those-who-care-teach-kenneth-love | \
daneah/2018/pygotham/using-python-travis-ci-and-github-to-effectively-teach-programming
how do I choose a font size for a website -> daneah/2016/djangocon-us/typography
what is a merkle tree used for? -> daneah/2018/pygotham/ive-been-awaiting-for-an-url-like-you
why are my postgres queries slow -> donaldwhyte-fosdem/2020/find_your_slow_queries_and_fix_them
how does autoscaling work in kubernetes? -> donaldwhyte-fosdem/2017/kubernetes-101
should I turn off the garbage collector -> daneah/2017/pygotham/high-performance-microservices-peter-sperl
when to use a partial index -> donaldwhyte-fosdem/2020/deep_dive_into_postgres_indexing
how should I name my variables -> daneah/2016/djangocon-us/readability
which log level should we use in production -> donaldwhyte-fosdem/2017/metrics-and-application-logs
how to deploy django without containers -> \
daneah/2018/djangocon-us/containerless-django-deploying-without-docker
what to do before changing dns records -> \
daneah/2018/djangocon-us/whats-in-a-name-your-guide-to-the-wacky-world-of-dns
why do women leave tech jobs? -> daneah/2016/djangocon-us/glass-walls
how to refactor old django code without tests -> daneah/2016/djangocon-us/legacy-django-projects
""",
    "other wording": """
k8s pods -> donaldwhyte-fosdem/2017/kubernetes-101
storyboarding critiques -> daneah/2015/github-universe/pixar
crash analyser chrome -> daneah/2018/pygotham/a-deep-dive-into-python-strack-frames
persistent datastructures -> daneah/2018/pygotham/pushing-the-bounds-with-descriptors
colour blind users -> daneah/2016/djangocon-us/web-accessibility
carros rojas -> daneah/2017/pygotham/building-an-ungrammatical-corpus-by-corruption-pablo-gonzalez-martinez
mheaps law of logging -> donaldwhyte-fosdem/2017/metrics-and-application-logs
paxos variant mencius -> donaldwhyte-fosdem/2017/mysql-group-replication
""",
    "words of the title": """
loop better -> daneah/2017/pygotham/loop-better-trey-hunner
just enough typography -> daneah/2016/djangocon-us/typography
high performance microservices -> daneah/2017/pygotham/high-performance-microservices-peter-sperl
multilingual superhero -> daneah/2018/djangocon-us/becoming-a-multilingual-superhero-in-django
sled and rio -> donaldwhyte-fosdem/2020/sled_and_rio
webpack asset deployments -> daneah/2016/djangocon-us/webpack
evolution of api design -> daneah/2017/pygotham/evolution-of-api-design-eric-baer
""",
}

UNSEEN: dict[str, list[Wanted]] = {kind: read_queries(lines) for kind, lines in _BY_KIND.items()}
"""Queries by the kind they are of."""

ADDED_LATER: dict[str, tuple[str, ...]] = {}
"""Query -> right answers that were recognised after the queries had been frozen."""
