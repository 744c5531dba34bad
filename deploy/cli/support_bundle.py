"""Collects what someone who helps needs to see, without secrets. Settings are the environment.

support_bundle.py computer FOLDER    this computer: versions, disk, memory, processes (without arguments), listening ports
support_bundle.py machine FOLDER     the machine that the settings name: settings, configuration, logs, and what each program says of itself
support_bundle.py pack FOLDER FILE   makes FILE of what was collected, if no secret is found in it; prints what it holds, as JSON

Every text is cleaned as it is collected: each value of each file below TANDEM_SECRETS and of each setting that is named like a secret, and
whatever looks like one. pack looks again at what it packed. Nothing collected is ever longer than its end of LARGEST_TEXT bytes."""
import collections
import io
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tarfile
import time

import machine

LARGEST_TEXT = 2 << 20
LARGEST_BUNDLE = 128 << 20
SHORTEST_SECRET = 6
# in a line of a file of secrets: a password beside a user's name
LONG_WORD = re.compile(r"[A-Za-z0-9_+/=-]{20,}")
SECRET_NAME = re.compile(r"PASSWORD|PASSWD|SECRET(?!S$)|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY|_KEY$", re.I)
REMOVED = "[removed: %s]"
PATTERNS = [
    ("private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S), r""),
    ("token", re.compile(r"\btandem_[a-z]+_(?=[A-Za-z0-9_-]*[A-Z0-9])[A-Za-z0-9_-]{43}"), r""),
    ("authorization", re.compile(r"(authorization[\"']?\s*[:=]\s*[\"']?(?:(?:bearer|basic)\s+)?)(?!\[removed)[^\s\"',;]+", re.I), r"\1"),
    ("credentials", re.compile(r"(\b(?:bearer|basic)\s+)(?!\[removed)[A-Za-z0-9+/=._~-]{16,}", re.I), r"\1"),
    ("login", re.compile(r"(\w://)[^\s/@:\"']+:[^\s/@\"']+(?=@)"), r"\1"),
    ("named like a secret", re.compile(r"((?:password|passwd|secret|token|api_?key|routing_key|service_key|credentials)[\"']?\s*[:=]\s*[\"']?)"
                                       r"(?!\[removed|null\b|\d{1,6}\b|[\"'])[^\s\"',;}&]+", re.I), r"\1"),
]
API = {
    "hub": {"mirrors": "/api/v1/mirrors", "uplink": "/api/v1/uplink", "ledger": "/api/v1/ledger", "ledger-gaps": "/api/v1/ledger/gaps",
            "reconciliation": "/api/v1/reconciliation", "migrations": "/api/v1/migrations", "agent-routes": "/api/v1/agent-routes"},
    "failover": {"spool": "/api/v1/spool", "gaps": "/api/v1/gaps", "routes": "/api/v1/routes", "state": "/api/v1/failover/state",
                 "decisions": "/api/v1/failover/decisions?limit=200", "incidents": "/api/v1/failover/incidents", "partition": "/api/v1/partition",
                 "partition-history": "/api/v1/partition/history?limit=200"},
    "health-sync": {"health": "/api/v1/health", "incidents": "/api/v1/incidents", "dependencies": "/api/v1/dependencies",
                    "reconciliation": "/api/v1/reconciliation"},
}
ACTUATOR = {"actuator-health": "/actuator/health", "actuator-info": "/actuator/info", "actuator-prometheus": "/actuator/prometheus"}
INFRASTRUCTURE = {
    "nats": ("TANDEM_NATS_MONITOR_PORT", {"varz": "/varz", "jsz": "/jsz?streams=1&consumers=1&config=1", "leafz": "/leafz", "healthz": "/healthz"}),
    "prometheus": (9090, {"targets": "/api/v1/targets?state=active", "alerts": "/api/v1/alerts", "rules": "/api/v1/rules", "tsdb": "/api/v1/status/tsdb",
                          "build": "/api/v1/status/buildinfo"}),
    "alertmanager": (9093, {"status": "/api/v2/status", "alerts": "/api/v2/alerts", "silences": "/api/v2/silences"}),
    "pushgateway": (9091, {"status": "/api/v1/status"}),
}


def secret_values():
    """What must appear nowhere, with the name that stands in its place."""
    values = {}

    def take(name, text):
        for line in text.splitlines():
            line = line.strip()
            if len(line) >= SHORTEST_SECRET and not line.startswith("-----"):
                values.setdefault(line, name)
            for word in LONG_WORD.findall(line):
                values.setdefault(word, name)

    if machine.SECRETS.is_dir():
        for path in sorted(machine.SECRETS.rglob("*")):
            # certificates are public, and hashes of tokens are not what is asked for with a token
            if path.is_file() and path.suffix != ".crt" and path.name != "tokens.json":
                # the first line of a login is a user's name, which is none
                take(path.name, readable(path).partition("\n")[2] if path.suffix == ".login" else readable(path))
    for name, value in os.environ.items():
        if not SECRET_NAME.search(name):
            continue
        if name.endswith(("FILE", "PATH")):
            if os.path.isfile(value):
                take(name, readable(pathlib.Path(value)))
        elif len(value) >= SHORTEST_SECRET:
            values.setdefault(value, name)
    # the longest first: one may be a part of another
    return dict(sorted(values.items(), key=lambda each: -len(each[0])))


def readable(path):
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def spellings(value):
    """How a value may be written: as it is, and as JSON writes it."""
    return {value, json.dumps(value)[1:-1], value.replace("/", "\\/")}


class Cleaner:
    def __init__(self):
        self.values = secret_values()
        self.removed = collections.Counter()

    def clean(self, text):
        for value, name in self.values.items():
            for spelling in spellings(value):
                if spelling in text:
                    self.removed[name] += text.count(spelling)
                    text = text.replace(spelling, REMOVED % name)
        for name, pattern, kept in PATTERNS:
            text, count = pattern.subn(lambda found: found.expand(kept) + REMOVED % name, text)
            if count:
                self.removed[name] += count
        return text

    def left_in(self, text):
        return sorted({name for value, name in self.values.items() if any(spelling in text for spelling in spellings(value))})


class Collection:
    """The files of one part, and what could not be had."""

    def __init__(self, folder):
        self.folder, self.cleaner, self.missing = folder, Cleaner(), {}

    def add(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.cleaner.clean(text), "utf-8")

    def end_of(self, name, path):
        try:
            with open(path, "rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - LARGEST_TEXT))
                text = file.read(LARGEST_TEXT).decode("utf-8", "replace")
            # a cut line could hold half of a secret, which nobody would know again
            self.add(name, text if size <= LARGEST_TEXT else f"[the first {size - LARGEST_TEXT} bytes are left out]\n" + text.partition("\n")[2])
        except OSError as fault:
            self.missing[name] = fault.strerror or str(fault)

    def run(self, name, *command):
        try:
            said = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=20)
            self.add(name, said.stdout + said.stderr)
        except (OSError, subprocess.SubprocessError) as fault:
            self.missing[name] = str(fault)

    def ask(self, name, url):
        try:
            answer = machine.ask(url, 10)
            if answer.status == 404:
                return
            self.add(name + (".txt" if name.endswith("prometheus") else ".json"), answer.text)
            if answer.status >= 400 and not name.endswith("health"):
                self.missing[name] = f"status {answer.status}"
        except OSError as fault:
            self.missing[name] = str(fault)

    def close(self):
        (self.folder / "collected.json").write_text(json.dumps({"missing": self.missing, "removed": self.cleaner.removed}, indent=1))


def computer(collection):
    collection.add("system.txt", f"{platform.platform()}\n{readable(pathlib.Path('/etc/os-release'))}\n")
    root = machine.setting("TANDEM_ROOT", ".")
    collection.run("version.txt", "git", "-C", root, "describe", "--always", "--dirty", "--tags")
    collection.run("disk.txt", "df", "-PTh", machine.setting("TANDEM_HOME", "."))
    collection.run("memory.txt", "cat", "/proc/meminfo", "/proc/loadavg", "/proc/uptime")
    # arguments of processes are left out: anybody's are there, and some have secrets in them
    collection.run("processes.txt", "ps", "-eo", "pid,ppid,stat,ni,lstart,time,rss,nlwp,comm")
    collection.run("listening.txt", "ss", "-Hltun")
    collection.run("addresses.txt", "ip", "-brief", "address")
    collection.run("java.txt", machine.setting("TANDEM_JAVA_HOME", "/usr") + "/bin/java", "-version")
    collection.end_of("fleet.yaml", machine.setting("TANDEM_FLEET") or os.path.join(root, "deploy/fleet.yaml"))


def settings():
    for name in sorted(os.environ):
        if name.startswith(("TANDEM_", "NATS_", "SPRING_", "SERVER_", "JAVA_", "INFO_")):
            hidden = SECRET_NAME.search(name) and not name.endswith(("FILE", "PATH"))
            yield f"{name}={REMOVED % name if hidden and os.environ[name] else os.environ[name]}\n"


def configuration(collection):
    deploy = pathlib.Path(machine.setting("TANDEM_ROOT", ".")) / "deploy"
    for path in [deploy / machine.NAME / "machine.env", deploy / machine.NAME / "supervisord.conf", deploy / "nats" / f"{machine.NAME}.conf",
                 deploy / "alertmanager" / "escalation.toml", machine.STATE / "prometheus.yml"]:
        collection.end_of(f"config/{path.name}", path)
    try:
        # webhooks' addresses are secrets, and Alertmanager can only have them in its configuration
        collection.add("config/alertmanager.yml", re.sub(r'("(?:api_)?url": ")[^"]*', r"\1" + REMOVED % "address", (machine.STATE / "alertmanager.yml").read_text()))
    except OSError as fault:
        collection.missing["config/alertmanager.yml"] = fault.strerror


def files(folder):
    for path in sorted(folder.rglob("*")):
        try:
            held = path.lstat()
            yield f"{time.strftime('%FT%TZ', time.gmtime(held.st_mtime))} {held.st_size:>12} {path.relative_to(folder)}{'/' if path.is_dir() else ''}\n"
        except OSError:
            continue


def one_machine(collection):
    collection.add("settings.txt", "".join(settings()))
    configuration(collection)
    collection.add("files.txt", "".join(files(machine.STATE)))
    for path in sorted((machine.STATE / "log").glob("*.log*")):
        collection.end_of(f"log/{path.name}", path)
    if machine.setting("TANDEM_RUNS") == "yes":
        collection.run("supervisor.txt", "supervisorctl", "-c", f"{machine.setting('TANDEM_ROOT')}/deploy/{machine.NAME}/supervisord.conf", "status")
    else:
        collection.missing["supervisor.txt"] = "not running"
    for name, port in machine.services().items():
        paths = {**ACTUATOR, **API["hub" if name == machine.HUB else name]}
        ask_all(collection, name, port, machine.base_url(machine.ADDRESS, port), paths)
    for name, (port, paths) in INFRASTRUCTURE.items():
        port = machine.number(port) if isinstance(port, str) else port
        ask_all(collection, name, port, f"http://{machine.MONITOR if name == 'nats' else machine.ADDRESS}:{port}", paths)


def ask_all(collection, name, port, base, paths):
    before = len(collection.missing)
    for what, path in paths.items():
        collection.ask(f"{name}/{what}", base + path)
        # who is not there is not asked for the rest, one patience after the other
        if len(collection.missing) > before and not (collection.folder / name).exists():
            collection.missing[name] = collection.missing.pop(f"{name}/{what}")
            return


def pack(folder, target):
    parts = {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("*/collected.json"))}
    name = target.name.removesuffix(".tar.gz")
    left, size, cleaner = {}, 0, Cleaner()
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as bundle:
        members = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in members:
            text = path.read_bytes()
            size += len(text)
            found = cleaner.left_in(text.decode("utf-8", "replace"))
            if found:
                left[str(path.relative_to(folder))] = found
            entry = tarfile.TarInfo(f"{name}/{path.relative_to(folder)}")
            entry.size, entry.mtime, entry.mode = len(text), int(time.time()), 0o600
            bundle.addfile(entry, io.BytesIO(text))
    if left:
        print("tandem: no bundle was written: a secret is left in " + "; ".join(f"{file} ({', '.join(names)})" for file, names in left.items()), file=sys.stderr)
        return 1
    if size > LARGEST_BUNDLE:
        print(f"tandem: no bundle was written: it would hold {size >> 20} MiB, more than {LARGEST_BUNDLE >> 20}", file=sys.stderr)
        return 1
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(held.getvalue())
    except OSError as fault:
        print(f"tandem: no bundle was written: {target}: {fault.strerror}", file=sys.stderr)
        return 1
    removed = collections.Counter()
    for part in parts.values():
        removed.update(part["removed"])
    print(json.dumps({"file": str(target), "bytes": len(held.getvalue()), "files": len(members), "removed": dict(removed),
                      "missing": {part: each["missing"] for part, each in parts.items() if each["missing"]}}))
    return 0


def words():
    held = json.load(sys.stdin)
    print(f"{held['file']}: {held['files']} files, {held['bytes'] / 1024:.0f} KiB")
    print("removed: " + (", ".join(f"{name} {count} times" for name, count in sorted(held["removed"].items())) or "nothing, no secret was met"))
    for part, missing in held["missing"].items():
        for name, why in missing.items():
            print(f"not in it: {part}/{name}: {why}")
    print("It holds agents' names, addresses and Tandem's own figures. Look through it before you send it: tar xzf " + pathlib.Path(held["file"]).name)


def main():
    if sys.argv[1:2] in (["computer"], ["machine"]) and len(sys.argv) == 3:
        os.umask(0o077)
        what = sys.argv[1]
        collection = Collection(pathlib.Path(sys.argv[2]) / ("computer" if what == "computer" else machine.NAME))
        (computer if what == "computer" else one_machine)(collection)
        collection.close()
    elif sys.argv[1:2] == ["pack"] and len(sys.argv) == 4:
        sys.exit(pack(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])))
    elif sys.argv[1:] == ["words"]:
        words()
    else:
        print(__doc__, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
