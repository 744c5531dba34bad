"""What the programs of a machine are called, where they listen, and what they answer. The machine's settings are this process' environment."""
import json
import os
import pathlib
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE_SECONDS = 3
LARGEST_ANSWER = 32 << 20


def setting(name, default=""):
    return os.environ.get(name, default)


def number(name):
    return int(setting(name, "0") or 0)


NAME = setting("TANDEM_MACHINE")
ADDRESS = setting("TANDEM_ADDRESS", "127.0.0.1")
STATE = pathlib.Path(setting("TANDEM_STATE", "."))
SECRETS = pathlib.Path(setting("TANDEM_SECRETS", "."))
HUB = setting("TANDEM_HUB", "hub")
# with secrets, what tells of the broker is for this computer only
MONITOR = "127.0.0.1" if setting("TANDEM_SECURITY_FOLDER") else ADDRESS


def services():
    """The name and port of each service that answers by HTTP with an actuator."""
    return {HUB: number("TANDEM_HUB_PORT"), "failover": number("TANDEM_FAILOVER_PORT"), "health-sync": number("TANDEM_HEALTH_SYNC_PORT")}


def ports():
    """The name and port of everything that listens on this machine."""
    found = {"nats": number("TANDEM_NATS_PORT"), "nats (monitor)": number("TANDEM_NATS_MONITOR_PORT"), "prometheus": 9090, "pushgateway": 9091,
             "alertmanager": 9093, "alertmanager (mesh)": 9094, **services()}
    if setting("TANDEM_LEAF_LISTEN").startswith(ADDRESS + ":"):
        found["nats (leaf)"] = int(setting("TANDEM_LEAF_LISTEN").rpartition(":")[2])
    return found


def listens_at(name):
    """The address that a program of this machine listens on."""
    return MONITOR if name == "nats (monitor)" else ADDRESS


def peers():
    """Each other machine: its name, address, and what must be reachable there, with the port."""
    found = {}
    for name in filter(None, setting("TANDEM_PEERS").replace(",", " ").split()):
        key = name.upper()
        address = setting(f"TANDEM_PARTITION_PEERS_{key}_ADDRESS")
        reach = {"hub": number(f"TANDEM_PARTITION_PEERS_{key}_HUBPORT")}
        for program, url in (("failover", f"TANDEM_FAILOVER_PEERURLS_{key}"), ("health-sync", f"TANDEM_HEALTH_RELAY_PEERURLS_{key}")):
            reach[program] = urllib.parse.urlsplit(setting(url)).port or 0
        reach.update({"pushgateway": 9091, "alertmanager": 9093, "alertmanager (mesh)": 9094})
        leaf = setting("TANDEM_LEAF_LISTEN").rpartition(":")
        if leaf[0] == address:
            reach["nats (leaf)"] = int(leaf[2])
        found[name] = (address, {program: port for program, port in reach.items() if port})
    return found


def base_url(address, port):
    return f"{setting('TANDEM_SCHEME', 'http')}://{address}:{port}"


class Answer:
    """What came back, and between which times of this computer's clock."""

    def __init__(self, status, text, headers, asked, answered):
        self.status, self.text, self.headers, self.asked, self.answered = status, text, headers, asked, answered

    def json(self):
        return json.loads(self.text)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def opener():
    authority = SECRETS / NAME / "ca.crt"
    context = ssl.create_default_context(cafile=str(authority)) if authority.exists() else ssl.create_default_context()
    # no proxy stands between the machines of a fleet
    return urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))


def token():
    """What may look: the viewer's, where secrets were made, or else the one that this machine's Prometheus scrapes with; None without secrets."""
    for file in (SECRETS / "clients" / "viewer.token", SECRETS / NAME / "prometheus.token"):
        if file.exists():
            return file.read_text().strip()
    return None


def ask(url, patience=PATIENCE_SECONDS):
    """Asks with a viewer's token if there is one. An error status is an answer; nobody there is an OSError."""
    request = urllib.request.Request(url, headers={"User-Agent": "tandem-cli"})
    held = token() if setting("TANDEM_SECURITY_FOLDER") else None
    if held:
        request.add_header("Authorization", "Bearer " + held)
    asked = time.time()
    try:
        with opener().open(request, timeout=patience) as answer:
            return Answer(answer.status, answer.read(LARGEST_ANSWER).decode("utf-8", "replace"), answer.headers, asked, time.time())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, refusal.read(1 << 20).decode("utf-8", "replace"), refusal.headers, asked, time.time())
    except urllib.error.URLError as nobody:
        raise OSError(str(nobody.reason)) from nobody
    except (ValueError, OSError) as other:
        raise OSError(str(other)) from other
