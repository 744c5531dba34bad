"""Says in words how available the system was: slo_words.py slo|kpis, JSON from standard input. Exit code 1 unless all is met."""
import json
import os
import sys

BOLD, PLAIN, RED, GREEN, YELLOW = (os.environ.get(name, "") for name in ("BOLD", "PLAIN", "RED", "GREEN", "YELLOW"))
COLOURS = {"met": GREEN, "missed": RED, "unknown": YELLOW}


def coloured(word):
    return COLOURS.get(word, "") + word + PLAIN


def slo(known):
    print("%s%s to %s%s, %s %% is promised" % (BOLD, known["from"], known["to"], PLAIN, known["objectivePercent"]))
    for line in known["missing"]:
        print("  %sno answer of %s%s" % (YELLOW, line, PLAIN))
    for name, target in known["targets"].items():
        percent = "-" if target["percent"] is None else "%.4f %%" % target["percent"]
        print("  %-13s %-10s  %s, down %d s, not observed %d s, %.0f %% of the error budget left"
              % (name, percent, coloured(target["verdict"]), target["downSeconds"], target["unseenSeconds"], target["budgetLeftPercent"]))
    for name, target in known["targets"].items():
        for outage in target["outages"][-20:]:
            why = outage["explanations"] or outage["reasons"] or ["nobody looked"]
            print("    %s  %s for %d s: %s" % (outage["from"], name, outage["seconds"], "; ".join(why[:3])))
    return all(target["verdict"] == "met" for target in known["targets"].values())


def kpis(known):
    for kpi in known["kpis"]:
        actual = kpi["why"] if kpi["actual"] is None else "%.4g %s" % (kpi["actual"], kpi["unit"])
        print("  %s  %-22s %s (%s)" % (coloured(kpi["verdict"].ljust(7)), kpi["name"], actual, kpi["target"]))
    return all(kpi["verdict"] == "met" for kpi in known["kpis"])


sys.exit(0 if {"slo": slo, "kpis": kpis}[sys.argv[1]](json.load(sys.stdin)) else 1)
