"""Looks for what keeps a machine of the fleet from doing its work, and says what to do. The machine's settings are the environment.

doctor.py computer   this computer: Java, programs, disk, memory, clock, limits
doctor.py machine    the machine that the settings name: address, ports, processes, secrets, the way to the other machines, their clocks

Prints a JSON array of findings: {"where", "what", "status": "ok" | "note" | "wrong", "found", "do"}. doctor.py words reads these and says
them in words; its exit code is 1 if anything is wrong."""
import concurrent.futures
import ctypes
import datetime
import email.utils
import json
import os
import pathlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import textwrap
import time

import machine

OK, NOTE, WRONG = "ok", "note", "wrong"
JAVA = 25
NEEDED_MEBIBYTES = 2000
# a full spool of 8 GiB and a day of streams; less is no fault, but the disk is then full before the limits are met
WANTED_GIBIBYTES = 20
NEEDED_FILES = 4096
# what all processes of one machine may take together
MACHINE_MEBIBYTES = 2000
# the clocks' difference is in every age that one machine shows of the other; samples from ten minutes ahead are refused
CLOCK_SECONDS = 2
PROGRAMS = {"nats-server": ("--version", "nats-server"), "prometheus": ("--version", "prometheus"),
            "prometheus-pushgateway": ("--version", "prometheus-pushgateway"), "prometheus-alertmanager": ("--version", "prometheus-alertmanager"),
            "supervisord": ("--version", "supervisor"), "curl": ("--version", "curl"), "setpriv": ("--version", "util-linux")}


class Findings:
    def __init__(self, where):
        self.where, self.all = where, []

    def add(self, what, status, found, do=""):
        self.all.append({"where": self.where, "what": what, "status": status, "found": found, "do": do})


# ---- this computer


def java(findings):
    home = machine.setting("TANDEM_JAVA_HOME")
    try:
        version = re.search(r'^JAVA_VERSION="([^"]+)"', (pathlib.Path(home) / "release").read_text(), re.M)[1] if home else ""
    except (OSError, TypeError):
        version = ""
    if version and int(version.split(".")[0]) >= JAVA:
        findings.add("JDK", OK, f"{version} in {home}")
    else:
        findings.add("JDK", WRONG, f"{version or 'none'} found{' in ' + home if home else ''}, {JAVA} or newer is needed",
                     "install Temurin 25, or set TANDEM_JAVA_HOME to the folder of a JDK")


def path_of(program):
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")


def programs(findings):
    missing, found = [], []
    for program, (option, package) in PROGRAMS.items():
        path = path_of(program)
        if not path:
            missing.append(package)
            continue
        try:
            said = subprocess.run([path, option], capture_output=True, text=True, timeout=10)
            version = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
            found.append(f"{program} {version[0] if version else '?'}")
        except (OSError, subprocess.SubprocessError) as fault:
            findings.add(program, WRONG, f"{path} does not run: {fault}", f"install the package {package} again")
    if missing:
        findings.add("programs", WRONG, "missing: " + ", ".join(missing), "sudo apt-get install --no-install-recommends " + " ".join(missing))
    else:
        findings.add("programs", OK, ", ".join(found))
    if path_of("mvn"):
        findings.add("Maven", OK, path_of("mvn"))
    else:
        findings.add("Maven", NOTE, "not found; it is needed to build, not to run", "sudo apt-get install maven")


def disk(findings):
    home = pathlib.Path(machine.setting("TANDEM_HOME", "."))
    there = home
    while not there.exists():
        there = there.parent
    held = os.statvfs(there)
    free = held.f_bavail * held.f_frsize >> 20
    text = f"{free / 1024:.1f} GiB free at {home}"
    more = "make room, or set TANDEM_HOME to a folder on a larger disk"
    if free < NEEDED_MEBIBYTES:
        findings.add("disk", WRONG, f"{text}, {NEEDED_MEBIBYTES / 1024:.1f} GiB are needed", more)
    elif free < WANTED_GIBIBYTES << 10:
        findings.add("disk", NOTE, f"{text}; a long outage may need up to {WANTED_GIBIBYTES}", f"{more}, or lower the limits (docs/operations.md, Full)")
    else:
        findings.add("disk", OK, text)
    if held.f_files and held.f_favail < 20_000:
        findings.add("inodes", WRONG, f"{held.f_favail} left at {home}", "remove small files there")
    if not os.access(there, os.W_OK):
        findings.add("folder", WRONG, f"{there} cannot be written by this user", "change its owner, or set TANDEM_HOME to another folder")


def memory(findings, machines):
    held = dict(re.findall(r"^(\w+):\s+(\d+)", pathlib.Path("/proc/meminfo").read_text(), re.M))
    total, free = int(held["MemTotal"]) >> 10, int(held["MemAvailable"]) >> 10
    text = f"{free} MiB available of {total}"
    if total < MACHINE_MEBIBYTES * machines:
        findings.add("memory", NOTE, f"{text}; {machines} machine(s) may take {MACHINE_MEBIBYTES * machines} MiB", "run fewer programs beside it, or add memory")
    else:
        findings.add("memory", OK, text)


def limits(findings):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Java and Go programs raise the soft limit to the hard one by themselves
    if hard != resource.RLIM_INFINITY and hard < NEEDED_FILES:
        findings.add("open files", WRONG, f"at most {hard}, {NEEDED_FILES} are needed", f"ulimit -Hn {NEEDED_FILES}, or LimitNOFILE in the unit that starts it")
    else:
        findings.add("open files", OK, f"at most {soft}, {'any number' if hard == resource.RLIM_INFINITY else hard} when asked for")


def own_clock(findings):
    words = {0: (OK, "kept by NTP or the like"), 5: (NOTE, "nothing keeps it right (NTP)")}
    held = ctypes.create_string_buffer(512)  # struct timex, all zero: nothing is changed by asking
    state = ctypes.CDLL(None, use_errno=True).adjtimex(held)
    status, text = words.get(state, (OK if 0 < state < 5 else NOTE, f"kernel clock state {state}"))
    now = datetime.datetime.now(datetime.timezone.utc)
    findings.add("clock", status, f"{now:%F %T} UTC, {text}", "install chrony or systemd-timesyncd" if status != OK else "")


def computer():
    findings = Findings("this computer")
    java(findings)
    programs(findings)
    disk(findings)
    memory(findings, int(machine.setting("TANDEM_MACHINES_HERE", "1")))
    limits(findings)
    own_clock(findings)
    return findings.all


# ---- one machine


def can_bind(address, port):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as mine:
        mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            mine.bind((address, port))
            return True
        except OSError:
            return False


def connects(address, port):
    """None if it does, and how it fails otherwise."""
    try:
        socket.create_connection((address, port), machine.PATIENCE_SECONDS).close()
        return None
    except TimeoutError:
        return "silent"
    except ConnectionRefusedError:
        return "refused"
    except OSError as fault:
        return fault.strerror or str(fault)


def holder(address, port):
    """Who listens there, as far as this user may see."""
    try:
        said = subprocess.run(["ss", "-Hltnp", f"sport = :{port}"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    for line in said.splitlines():
        local = line.split()[3].rpartition(":")[0]
        seen = re.search(r'users:\(\("([^"]+)",pid=(\d+)', line)
        # a JVM's socket shows an IPv4 address as IPv6 has it
        if seen and local.strip("[]").removeprefix("::ffff:") in (address, "0.0.0.0", "*", "::"):
            return f" by {seen[1]} (pid {seen[2]})"
    return ""


def own_address(findings):
    try:
        resolved = socket.getaddrinfo(machine.ADDRESS, None, type=socket.SOCK_STREAM)[0][4][0]
    except OSError as fault:
        findings.add("address", WRONG, f"{machine.ADDRESS}: {fault}", f"set TANDEM_{machine.NAME.upper()}_ADDRESS to an address of this computer")
        return False
    if not can_bind(resolved, 0):
        findings.add("address", WRONG, f"{machine.ADDRESS} is no address of this computer", f"set TANDEM_{machine.NAME.upper()}_ADDRESS to one of: {addresses()}")
        return False
    findings.add("address", OK, machine.ADDRESS)
    return True


def addresses():
    try:
        said = subprocess.run(["hostname", "-I"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        said = ""
    return " ".join(["127.0.0.1", *said.split()])


def stopped_ports(findings):
    taken = {name: port for name, port in machine.ports().items() if not can_bind(machine.listens_at(name), port)}
    for name, port in taken.items():
        findings.add(f"port {port}", WRONG, f"taken{holder(machine.listens_at(name), port)}; {name} needs it",
                     f"stop that program, or give the machine another address (TANDEM_{machine.NAME.upper()}_ADDRESS)")
    if not taken:
        findings.add("ports", OK, "free: " + ", ".join(str(port) for port in sorted(machine.ports().values())))


def running_ports(findings):
    silent = {name: port for name, port in machine.ports().items() if connects(machine.listens_at(name), port)}
    for name, port in silent.items():
        program = name.split(" ")[0]
        findings.add(f"port {port}", WRONG, f"nobody answers; {name} should",
                     f"./tandem logs {machine.NAME} {program}; ./tandem ctl {machine.NAME} restart {program}")
    if not silent:
        findings.add("ports", OK, f"{len(machine.ports())} of {len(machine.ports())} answer")


def components(body):
    """The components of a service that are not up, with what they say."""
    for name, held in body.get("components", {}).items():
        if held.get("status") not in ("UP", "UNKNOWN"):
            details = {key: value for key, value in held.get("details", {}).items() if isinstance(value, (str, int, float))}
            yield f"{name} {held.get('status')}" + (f" ({', '.join(f'{key}: {value}' for key, value in details.items())})" if details else "")


def service_health(findings):
    for name, port in machine.services().items():
        try:
            answer = machine.ask(machine.base_url(machine.ADDRESS, port) + "/actuator/health")
            body = answer.json()
        except (OSError, ValueError) as fault:
            findings.add(name, WRONG, f"its health cannot be asked: {fault}", f"./tandem logs {machine.NAME} {name}")
            continue
        if body.get("status") == "UP":
            findings.add(name, OK, "UP")
        else:
            findings.add(name, WRONG, f"{body.get('status')}: {'; '.join(components(body)) or 'no component says why'}", f"./tandem logs {machine.NAME} {name}")


def version_of(address, port):
    try:
        info = machine.ask(machine.base_url(address, port) + "/actuator/info").json()
        return info.get("tandem", {}).get("version")
    except (OSError, ValueError, AttributeError):
        return None


def clock_bounds(address, port):
    """Between what values the peer's clock is ahead of this one, in seconds; None if it does not say. The answer's Date has whole seconds, and
    a server may make it once a second, so a few are asked for and what all of them allow is left."""
    low, high = -1e9, 1e9
    for attempt in range(4):
        if attempt:
            time.sleep(0.3)
        try:
            answer = machine.ask(machine.base_url(address, port) + "/actuator/health/liveness")
            date = email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp()
        except (OSError, TypeError, ValueError):
            return None
        low, high = max(low, date - answer.answered), min(high, date + 2 - answer.asked)
    return low, high


def peer_clock(findings, name, address, port):
    bounds = clock_bounds(address, port)
    if not bounds:
        findings.add(f"clock of {name}", NOTE, "it cannot be asked", "")
    elif bounds[0] > CLOCK_SECONDS or bounds[1] < -CLOCK_SECONDS:
        ahead = (bounds[0] + bounds[1]) / 2
        findings.add(f"clock of {name}", WRONG, f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} this one",
                     "keep both right by NTP (chrony); a gateway refuses samples from 10 minutes ahead of it")
    else:
        findings.add(f"clock of {name}", OK, f"within {CLOCK_SECONDS} s of this one, as far as answers tell")


def peer(findings, name, address, reach, runs):
    if not address:
        findings.add(name, WRONG, "no address of it is set", f"set TANDEM_{name.upper()}_ADDRESS")
        return
    with concurrent.futures.ThreadPoolExecutor(len(reach)) as together:
        failed = {program: fault for program, fault in zip(reach, together.map(lambda port: connects(address, port), reach.values())) if fault}
    if len(failed) == len(reach):
        kinds = set(failed.values())
        if kinds == {"refused"}:
            findings.add(f"way to {name}", WRONG if runs else NOTE, f"{address} is there, and nothing of Tandem runs on it", f"on {name}: ./tandem up, ./tandem doctor")
        else:
            findings.add(f"way to {name}", WRONG if runs else NOTE, f"{address}: {', '.join(sorted(kinds))} at every port", f"is {address} right (TANDEM_{name.upper()}_ADDRESS)? ping it; cable, switch, firewall")
        return
    for program, fault in failed.items():
        findings.add(f"way to {name}", WRONG, f"{address}:{reach[program]} ({program}): {fault}",
                     f"on {name}: ./tandem status" if fault == "refused" else "let this port through the firewalls")
    if not failed:
        findings.add(f"way to {name}", OK, f"{address}, ports " + ", ".join(str(port) for port in sorted(reach.values())))
    if "failover" not in failed:
        peer_clock(findings, name, address, reach["failover"])
        versions(findings, name, address, reach["failover"])


def versions(findings, name, address, port):
    mine, other = version_of(machine.ADDRESS, machine.services()["failover"]), version_of(address, port)
    if mine and other and mine != other:
        findings.add(f"version of {name}", WRONG, f"{other}, and {mine} here", "build the same commit on both; upgrade the edge first (docs/operations.md)")
    elif mine and other:
        findings.add(f"version of {name}", OK, f"{mine}, as here")


def judged_peers(findings):
    """What the failover-service here holds of the others, which knows of datagrams and of the brokers' link."""
    try:
        held = machine.ask(machine.base_url(machine.ADDRESS, machine.services()["failover"]) + "/api/v1/partition").json()["peers"]
    except (OSError, ValueError, KeyError):
        return
    for each in held:
        loss = each["datagrams"]["lossPercent"]
        found = f"{each['verdict']}: {each['condition']}" + (f", {loss:.0f} % of datagrams lost" if loss is not None else "")
        if each["verdict"] in ("none", "unknown"):
            findings.add(f"view of {each['peer']}", OK if each["verdict"] == "none" else NOTE, found)
        else:
            findings.add(f"view of {each['peer']}", WRONG, found, "docs/runbooks/TandemPartition.md; UDP at port "
                         f"{machine.services()['failover']} must get through, too")


def routes(findings):
    try:
        held = machine.ask(machine.base_url(machine.ADDRESS, machine.services()["failover"]) + "/api/v1/routes").json()
    except (OSError, ValueError):
        return
    found = f"{held['tier']} since {held['since'][:19]}, {held['backlogRecords']} records wait"
    findings.add("route", OK if held["tier"].startswith("local-hub") else NOTE, found, "" if held["tier"].startswith("local-hub") else f"./tandem failover status {machine.NAME}")


def protection(findings):
    loopback = machine.ADDRESS in ("localhost", "::1") or machine.ADDRESS.startswith("127.")
    if (machine.SECRETS / machine.NAME / "tokens.json").exists():
        findings.add("secrets", OK, f"{machine.SECRETS / machine.NAME}; ./tandem secrets check looks closer")
    elif loopback:
        findings.add("secrets", OK, "none, and none are needed on a loopback address")
    elif machine.setting("TANDEM_UNPROTECTED") == "yes":
        findings.add("secrets", NOTE, "none: everybody who reaches this machine may do everything (TANDEM_UNPROTECTED)", "./tandem secrets init")
    else:
        findings.add("secrets", WRONG, "none, and others can reach this machine", "./tandem secrets init")


def one_machine():
    findings = Findings(machine.NAME)
    runs = machine.setting("TANDEM_RUNS") == "yes"
    if own_address(findings):
        if runs:
            findings.add("supervisor", OK, "runs")
            running_ports(findings)
            service_health(findings)
            routes(findings)
        else:
            findings.add("supervisor", NOTE, "not running", "./tandem up")
            stopped_ports(findings)
    protection(findings)
    for name, (address, reach) in machine.peers().items():
        peer(findings, name, address, reach, runs)
    if runs:
        judged_peers(findings)
    return findings.all


# ---- words


def words(found):
    colours = {OK: os.environ.get("GREEN", ""), NOTE: os.environ.get("YELLOW", ""), WRONG: os.environ.get("RED", "")}
    bold, plain = os.environ.get("BOLD", ""), os.environ.get("PLAIN", "")
    where = None
    for each in found:
        if each["where"] != where:
            where = each["where"]
            print(f"{bold}{where}{plain}")
        lines = textwrap.wrap(each["found"], 100) or [""]
        print(f"  {colours[each['status']]}{each['status']:<5}{plain}  {each['what']:<18} {lines[0]}")
        for line in lines[1:]:
            print(" " * 28 + line)
        if each["do"]:
            print("\n".join(textwrap.wrap("do: " + each["do"], 100, initial_indent=" " * 28, subsequent_indent=" " * 32)))
    count = {status: sum(each["status"] == status for each in found) for status in (OK, NOTE, WRONG)}
    print(f"{count[OK]} ok, {count[NOTE]} to note, {count[WRONG]} wrong")


def main():
    if sys.argv[1:] == ["computer"]:
        print(json.dumps(computer()))
    elif sys.argv[1:] == ["machine"]:
        print(json.dumps(one_machine()))
    elif sys.argv[1:] in (["words"], ["json"]):
        found = [each for line in sys.stdin if line.strip() for each in json.loads(line)]
        if sys.argv[1] == "words":
            words(found)
        else:
            print(json.dumps(found, indent=2))
        sys.exit(any(each["status"] == WRONG for each in found))
    else:
        print(__doc__, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
