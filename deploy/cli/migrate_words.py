"""Says in words what the central hub knows of a campaign: migrate_words.py status|todo|gates|history, JSON from standard input."""
import json
import os
import sys

BOLD, PLAIN, RED, GREEN, YELLOW = (os.environ.get(name, "") for name in ("BOLD", "PLAIN", "RED", "GREEN", "YELLOW"))
COLOURS = {"pass": GREEN, "go": GREEN, "fail": RED, "no-go": RED, "stop": RED, "stopped": RED, "unknown": YELLOW, "held": YELLOW}


def coloured(word):
    return COLOURS.get(word, "") + word + PLAIN


def gates(judgements, indent):
    for gate in judgements:
        print("%s%s  %s: %s" % (indent, coloured(gate["verdict"]), gate["claim"], gate["evidence"]))


def decided(one):
    print("%s%s%s  week %d  %s at %s, by the gate of %s%s" % (
        BOLD, one["campaign"], PLAIN, one["week"], coloured(one["verdict"]), one["judgedAt"], one["step"], approval(one)))
    for each in one["criteria"]:
        print("    %s  %s, %s  %s: %s" % (coloured(each["verdict"]), each["step"], each["state"], each["claim"], each["evidence"]))
        if each["actual"] is not None:
            print("          %.6g %s; to be: %s" % (each["actual"], each["unit"], each["target"]))
    if one["leftOut"]:
        print("    %d more are not remembered" % one["leftOut"])


def approval(one):
    if one["approvedAt"]:
        return "; approved by %s: %s" % (one["approvedBy"], one["approvedReason"])
    return "; not approved" if one["needsApproval"] else ""


def main():
    text = sys.stdin.read().strip()
    if text in ("", "[]"):
        if text:
            print("no week was decided" if sys.argv[1] == "history" else "no campaign was started")
        return
    known = json.loads(text)
    if sys.argv[1] == "status":
        for one in known:
            print("%s%s%s  %s, %d of %d steps done" % (BOLD, one["id"], PLAIN, coloured(one["state"]), one["done"], one["steps"]))
            if one.get("turn"):
                print("  at %s: %s" % (one["turn"], one["turnState"]))
            print("  %s" % one["reason"])
    elif sys.argv[1] == "history":
        for one in known:
            decided(one)
    elif sys.argv[1] == "gates":
        print("%s  %s" % (coloured(known["verdict"]), known["reason"]))
        gates(known["gates"], "  ")
    else:
        week = None
        for step in known:
            if step["week"] != week:
                week = step["week"]
                print("%sweek %d%s" % (BOLD, week, PLAIN))
            print("  [%s] %s  %s: %s  (%s)" % ("x" if step["done"] else " ", step["task"], step["step"], step["state"], ", ".join(step["criteria"])))
            gates(step["gates"], "        ")


main()
