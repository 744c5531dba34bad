"""Says in words, and in 80 columns, how a machine's failover stands and what it decided."""
import json
import os
import sys
import textwrap

BOLD, PLAIN = os.environ.get("BOLD", ""), os.environ.get("PLAIN", "")
COLOURS = {"healthy": os.environ.get("GREEN", ""), "suspect": os.environ.get("YELLOW", ""),
           "recovering": os.environ.get("YELLOW", ""), "down": os.environ.get("RED", "")}
WIDTH = 80


def clock(time):
    return time[:19].replace("T", " ")


def millis(value):
    if value is None:
        return "-"
    return "%.1f ms" % value if value < 1000 else "%.1f s" % (value / 1000)


def span(value):
    if value is None:
        return "never"
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if value >= size:
            return "%d %s" % (value // size, unit)
    return "%d ms" % value


def wrapped(text, indent):
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def partition(held):
    """How the other machines are, seen from here."""
    for peer in held:
        colour = COLOURS["healthy"] if peer["verdict"] == "none" else COLOURS["suspect"] if peer["verdict"] == "unknown" else COLOURS["down"]
        link = peer["datagrams"]
        extra = []
        if link["roundTripMillis"] is not None:
            extra.append("round trip %s" % millis(link["roundTripMillis"]))
        if link["lossPercent"] is not None:
            extra.append("loss %.1f %%" % link["lossPercent"])
        since = " since %s" % clock(peer["since"]) if peer.get("since") else ""
        print("  %s: %s%s%s%s: %s%s" % (peer["peer"], colour, "well" if peer["verdict"] == "none" else peer["verdict"], PLAIN, since,
                                     peer["condition"], " (%s)" % ", ".join(extra) if extra else ""))
        if peer["verdict"] not in ("none", "unknown"):
            print(wrapped(", ".join("%s %s" % (each["sense"], each["outcome"]) for each in peer["senses"]), "    "))


def state(held, decisions, peers):
    route = held["route"]
    print("%s%s%s  records go to %s since %s" % (BOLD, held["machine"], PLAIN, route["tier"], clock(route["since"])))
    print(wrapped(route["why"], "  "))
    extra = ["%d records wait" % held["backlogRecords"]]
    if held.get("twin"):
        extra.append("critical agents also to " + held["twin"])
    print(wrapped("; ".join(extra), "  "))
    human = held.get("override")
    if human:
        what = "pinned to " + human["tier"] if human.get("tier") else "automation is off"
        print(wrapped("%s until %s: %s" % (what, clock(human["until"]), human["reason"]), "  ! "))
    print("   %-22s %-10s  %-19s  %9s  %s" % ("tier", "state", "since", "answer", "success"))
    for tier in held["tiers"]:
        last = tier["sinceSuccessMillis"]
        print("%s %-22s %s%-10s%s  %-19s  %9s  %s" % (
            " *" if tier["active"] else "  ", tier["tier"][:22], COLOURS.get(tier["state"], ""), tier["state"], PLAIN,
            clock(tier["since"]), millis(tier["roundTripMillis"]), "never" if last is None else span(last) + " ago"))
    for peer in held["peers"]:
        ways = ["%s %s" % (way.upper(), "heard %s ago" % span(peer[way]["ageMillis"]) if peer.get(way) else "silent")
                for way in ("nats", "http")]
        print(wrapped("peer %s: %s" % (peer["machine"], ", ".join(ways)), "  "))
    partition(peers)
    own = held["self"]
    if own["stalls"]:
        print(wrapped("this process stood still %d times, %s in all" % (own["stalls"], millis(own["stalledMillis"])), "  "))
    listed(decisions["decisions"], "  ")
    print()


def listed(decisions, indent=""):
    """Newest last, so that it stands where the eye is."""
    for each in reversed(decisions):
        subject = (each["tier"] + " " if each.get("tier") else each["kind"] + " ")
        print("%s%s #%d  %s%s -> %s  (%s)" % (indent, clock(each["at"]), each["number"], subject,
                                              each.get("from"), each.get("to"), each["trigger"]))
        print(wrapped(each["why"], indent + "    "))


if sys.argv[1] == "state":
    state(json.loads(sys.argv[2]), json.loads(sys.argv[3]), json.loads(sys.argv[4])["peers"])
else:
    listed(json.loads(sys.argv[2])["decisions"])
