# Every command that prints JSON, on vaults that give each of its fields something to say.
confnotes init toolconf
export CONFNOTES_VAULT=toolconf
confnotes new --title "Grep is a verb" --at 2025-06-03T14:10
confnotes add --at 2025-06-03T14:10 "the first version took one night"
confnotes import --dry-run --json schedule.xml
confnotes import --json --timezone Europe/Lisbon schedule.xml
confnotes attach --json
confnotes star "Files without folders"
confnotes import --json --conference 'ToolConf 2025' recordings.csv
confnotes import --json schedule-2.xml
confnotes import --json schedule-2.xml
printf 'Title,Speaker,Affiliation,Day,Start\nOne,Wei Wang,Harbour University,2025-06-03,09:00\nTwo,Wei Wang,Mountain Labs,2025-06-03,10:00\n' > wei.csv
confnotes import --json --conference WeiConf wei.csv
confnotes import --json --conference 'ToolConf 2025' schedule.xml
printf '# NoteConf 2024\n\n3 June 2024\n\n## Files first\n\nAda Example, 10:00\n\n- a file outlives its program\n' > noteconf.md
confnotes import --json --format notes-markdown noteconf.md
confnotes import --undo --json
confnotes import --json --format notes-markdown noteconf.md
confnotes list changes --json
confnotes list people --json
confnotes merge-people --json
confnotes now --at 2025-06-03T15:35 --json
confnotes agenda --json
export CONFNOTES_VAULT=notes CONFNOTES_NOW=2019-12-10T10:10
confnotes star "Legendre Memory Units"
confnotes star "Least-Mean-Squares"
confnotes attend "Causal Confusion"
confnotes plan 12:00-13:00 'Lunch with Ada @ Bar K' --json
confnotes plan --undo Lunch --json
confnotes now --json
confnotes now --oneline --json
confnotes now --at 2019-12-10T23:00 --json
confnotes agenda --json
confnotes agenda --mine --json
confnotes search equilibrium --json
confnotes search symetric --json
confnotes search bengio --json
confnotes search is:todo --json
confnotes search 'deep memory zzz' --json
confnotes search 'kind:paper energy' --json
confnotes search 'speakr:bengio (energy' --json
confnotes search energy --save kept --json
for kind in conferences sessions talks tracks people notes papers tags tasks questions links changes unresolved recordings queries orphans untagged unnoted; do echo "--- next command ---"; confnotes list $kind --json; done
confnotes list related 'Score Matching' --json
printf 'See [[Nowhere]] and Score Matching.\n' > 'notes/Loose.md'
confnotes list broken --json
confnotes show 'NeurIPS 2019' --json
confnotes show 15732 --json
confnotes show 'Score Matching' --json
confnotes show 'Yoshua Bengio' --json
confnotes show 'Spherical' --json
confnotes show https://arxiv.org/abs/1909.01377 --json
confnotes paper 1909.01377 --json
confnotes paper 1602.05179 --to-read --json
confnotes poster 226 --json
confnotes poster 226 --claim 'it finds objects' --rating 4 --json
confnotes watch-later --json
confnotes attach --json
confnotes attach Loose 15732 --json
confnotes move --last 5 --to 'From System 1' --dry-run --json
confnotes add --to 15732 '? who holds them' --json
confnotes move --last 5 --to 'From System 1' --json
confnotes move --undo --json
confnotes recording 'From System 1' --json
confnotes recording 'From System 1' --begin 14:20 --json
confnotes review 2019-12-10 --json
confnotes review 2019-12-10 --write --json
confnotes link 'Score Matching' --json
confnotes rename 'Score Matching' 'Matching Scores' --dry-run --json
confnotes rename 'Score Matching' 'Matching Scores' --yes --json
printf 'See [[Matching Scores]], twice.\n' > 'notes/Loose.md'
confnotes rename --undo --json
confnotes retag generative density --dry-run --json
confnotes retag generative density --yes --json
confnotes retag --undo --json
confnotes delete 'Hallway: energy' --dry-run --json
confnotes delete 'Hallway: energy' --yes --json
confnotes history --json
confnotes restore 'Hallway: energy' --json
confnotes history 'Hallway: energy' --json
confnotes doctor --json
printf 'starred: [\n' > 'notes/ICLR 2018/marks.yaml'
confnotes doctor --json
cp marks.kept 'notes/ICLR 2018/marks.yaml'
confnotes config --json
confnotes config theme dark --json
printf '@article{a1, title={Deep Equilibrium Models}, author={Bai, Shaojie}, year={2019}}\n@article{a1, title={Twice}}\n@broken{\n' > refs.bib
confnotes bib refs.bib --dry-run --json
confnotes bib refs.bib --json
confnotes photos photo.jpg --dry-run --json
confnotes export 'NeurIPS 2019' -o out.md --json
sed -i 's/^- \[ \] try/- [x] try/; s/^One layer, applied/One layer, used/; /^1. We stop/d; s/^## Tags/## Labels/' out.md
sed -i 's/One layer, applied/One layer, repeated/' notes/*/*1040*.md
confnotes apply out.md --dry-run --json
confnotes apply out.md --json
confnotes apply --undo --json
confnotes export 'NeurIPS 2019' --format bibtex -o refs2.bib --json
confnotes export 'NeurIPS 2019' --format json
confnotes export 'ICLR 2018' --format json --audience public
confnotes site site --json
mkdir local && printf 'See http://127.0.0.1:9/page\n' > local/Page.md
confnotes init local
confnotes check-links --vault local --allow-private --json
confnotes fetch-titles --vault local --allow-private --json
git init -q --bare -b main hub.git && confnotes init machine 2> /dev/null > /dev/null; confnotes sync --vault machine --setup hub.git --yes --json
git init -q --bare -b main team.git; confnotes team join team.git --name Ada --yes --json
confnotes team sync --json
confnotes team --json
confnotes team relay --json
confnotes team board --all --at 2019-12-10T09:40 --json
confnotes team leave --remove --json
