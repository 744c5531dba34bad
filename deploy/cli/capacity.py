"""The sums behind docs/capacity.md: what a machine's agents take of its spool, its streams and the centre's store, and which limit is met first.

capacity.py [--agents N] [--series N] [--every SECONDS] [--machines N] [--outage HOURS] [--json]"""
import argparse
import json
import math
import sys

GIB = 1 << 30
# measured: docs/capacity.md says how, and with what
SPOOL_BYTES = 30         # of a sample, as a push of 20 series or more
STREAM_BYTES = 33        # of a sample and copy
STORE_BYTES = 2          # of a sample, in blocks; Prometheus' own rule of thumb, 1 to 2
SAMPLES_A_SECOND = 93_000    # into one hub, everything behind it on the same two cores
# defaults: docs/configuration.md
SPOOL_GIB, SPOOL_KEPT_GIB, STREAM_GIB, STREAM_HOURS, BACKLOG_GIB, FILE_GIB = 8, 2, 4, 24, 1, 32


def sums(agents, series, every, machines, outage):
    rate = agents * series / every
    spool, stream = rate * SPOOL_BYTES, rate * STREAM_BYTES
    outage_gib = spool * outage * 3600 / GIB
    stream_gib = stream * STREAM_HOURS * 3600 / GIB
    # own streams and mirrors of all others: metrics and backlog, and 1 GiB for health, events and reports of others
    streams_gib = (max(STREAM_GIB, math.ceil(stream_gib)) + BACKLOG_GIB + 1) * machines
    needs = []
    if stream_gib > STREAM_GIB:
        needs.append(f"TANDEM_HUB_STREAMS_MAXBYTES={math.ceil(stream_gib)}GB, the same for _MIRRORMAXBYTES on the other machines; or "
                     f"TANDEM_HUB_STREAMS_MAXAGE={max(1, int(STREAM_HOURS * STREAM_GIB / stream_gib))}h")
    if outage_gib > SPOOL_GIB:
        needs.append(f"TANDEM_SPOOL_MAXSIZE={math.ceil(outage_gib)}GB for {outage:g} h without any hub")
    if streams_gib > FILE_GIB:
        needs.append(f"max_file: {streams_gib + 2}GB in deploy/nats")
    if rate * machines > SAMPLES_A_SECOND / 2:
        needs.append("more processor for the centre: over half of what was measured on two cores (docs/scaling.md)")
    return {"samplesPerSecond": round(rate, 1), "spoolMiBPerHour": round(spool * 3600 / (1 << 20), 1),
            "hoursUntilTheSpoolIsFull": round(SPOOL_GIB * GIB / spool / 3600, 1), "hoursThatCanBeHadAgain": round(min(24, SPOOL_KEPT_GIB * GIB / spool / 3600), 1),
            "streamGiBForADay": round(stream_gib, 2), "hoursUntilTheStreamIsFull": round(STREAM_GIB * GIB / stream / 3600, 1),
            "storeGiBFor15Days": round(rate * machines * STORE_BYTES * 15 * 86400 / GIB, 1), "needs": needs}


def words(given, held):
    print(f"A machine of {given.agents} agents, {given.series} series each, pushed every {given.every:g} s: {held['samplesPerSecond']:,} samples a second")
    print(f"  spool    {held['spoolMiBPerHour']:,} MiB an hour; {SPOOL_GIB} GiB last {held['hoursUntilTheSpoolIsFull']:,} h without any hub; "
          f"what was delivered can be had again for {held['hoursThatCanBeHadAgain']:g} h")
    print(f"  stream   {held['streamGiBForADay']} GiB a day; limit {STREAM_GIB} GiB and {STREAM_HOURS} h")
    print(f"  store    {held['storeGiBFor15Days']} GiB for 15 days of {given.machines} such machines")
    print("\n".join(f"  set      {need}" for need in held["needs"]) or "  the defaults are enough")


def main():
    parser = argparse.ArgumentParser(prog="./tandem capacity", description="What agents take of disks, and which limits to set.")
    parser.add_argument("--agents", type=int, default=40, help="of one machine (40)")
    parser.add_argument("--series", type=int, default=100, help="that each of them pushes (100)")
    parser.add_argument("--every", type=float, default=15, metavar="SECONDS", help="(15)")
    parser.add_argument("--machines", type=int, default=2, help="(2)")
    parser.add_argument("--outage", type=float, default=24, metavar="HOURS", help="that the spool must bridge (24)")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if min(given.agents, given.series, given.every, given.machines, given.outage) <= 0:
        parser.error("each number must be more than 0")
    held = sums(given.agents, given.series, given.every, given.machines, given.outage)
    if given.json:
        print(json.dumps(held))
    else:
        words(given, held)


if __name__ == "__main__":
    sys.exit(main())
