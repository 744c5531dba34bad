#!/usr/bin/env python3
"""configure.py MATRIX SECRETS   prints Alertmanager's configuration (JSON, which is YAML) made from the escalation matrix and the
files in the folder SECRETS, and says on stderr which receiver is off and why. A secret that is missing turns one receiver off; it is
no error. Debian's 0.25 reads all secrets from files but a webhook's address, so that one is copied: keep the output private."""
import json
import os
import pathlib
import re
import stat
import sys
import tomllib

TITLE = '[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} on {{ .CommonLabels.machine }}'
TEXT = '''{{ range .Alerts }}{{ .Annotations.summary }}{{ if .Labels.node }} ({{ .Labels.node }}){{ end }}{{ if .Annotations.escalated }} - {{ .Annotations.escalated }}{{ end }} {{ .Annotations.runbook_url }}
{{ end }}'''
PAGERDUTY_SEVERITIES = {"degradation": "error"}


def say(line):
    print("alertmanager: " + line, file=sys.stderr)


class Secrets:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).absolute()
        self.told = set()

    def file(self, name):
        """Returns the path of a secret's file; None if it is missing, unreadable or empty."""
        path = self.folder / name
        try:
            if not path.read_text().strip():
                return None
            if path.stat().st_mode & stat.S_IROTH and name not in self.told:
                self.told.add(name)
                say(f"everybody on this machine can read {path}: chmod 600 it")
            return str(path)
        except (OSError, UnicodeDecodeError):
            return None

    def address(self, name):
        """Returns the http address that a secret's file holds; None if it holds none, because one wrong one would stop them all."""
        path = self.file(name)
        text = pathlib.Path(path).read_text().strip() if path else ""
        if re.fullmatch(r"https?://[^\s/?#]+[^\s]*", text):
            return text
        if path:
            say(f"{path} holds no http address")
        return None


def webhook(secrets, name):
    url = secrets.address(name + "-url")
    if not url:
        return None
    made = {"url": url, "send_resolved": True, "max_alerts": 50}
    token = secrets.file(name + "-token")
    if token:
        made["http_config"] = {"authorization": {"credentials_file": token}}
    return made


def mail(secrets, env):
    made = {"smarthost": env.get("TANDEM_MAIL_SMARTHOST"), "from": env.get("TANDEM_MAIL_FROM"), "to": env.get("TANDEM_MAIL_TO")}
    if not all(made.values()):
        return None
    made |= {"send_resolved": True, "headers": {"Subject": TITLE}, "require_tls": env.get("TANDEM_MAIL_TLS", "on") != "off"}
    password = secrets.file("mail-password")
    if password:
        made |= {"auth_username": env.get("TANDEM_MAIL_USER") or made["from"], "auth_password_file": password}
    return made


def receiver(level, secrets, env):
    """Returns the level's receiver, and its words for what is on."""
    severity, made, on = level["severity"], {"name": level["severity"]}, []

    def add(kind, key, config, wants):
        if config is None:
            say(f"{severity}: {kind} is off: {wants}")
        else:
            made[key] = [config]
            on.append(kind)

    missing = "there is no good secret %s in " + str(secrets.folder)
    if "slack" in level:
        path = secrets.address("slack-url") and secrets.file("slack-url")
        add("slack " + level["slack"], "slack_configs", path and {"api_url_file": path, "channel": level["slack"], "title": TITLE,
            "text": TEXT, "send_resolved": True}, missing % "slack-url")
    if level.get("mail"):
        add("mail", "email_configs", mail(secrets, env), "TANDEM_MAIL_SMARTHOST, TANDEM_MAIL_FROM and TANDEM_MAIL_TO are not all set")
    if "pagerduty" in level:
        path = secrets.file(level["pagerduty"])
        add("pagerduty", "pagerduty_configs", path and {"routing_key_file": path, "description": TITLE,
            "severity": PAGERDUTY_SEVERITIES.get(severity, severity)}, missing % level["pagerduty"])
    if "webhook" in level:
        add(level["webhook"], "webhook_configs", webhook(secrets, level["webhook"]), missing % (level["webhook"] + "-url"))
    say(f"{severity}: " + (", ".join(on) if on else "NOBODY IS CALLED, alerts are only shown"))
    return made


def configuration(matrix, secrets, env):
    levels, heart, summary = matrix["level"], matrix["heartbeat"], {"severity": "summary", **matrix["summary"]}
    receivers = [receiver(level, secrets, env) for level in [*levels, summary]] + [{"name": "heartbeat"}]
    beat = webhook(secrets, heart["webhook"])
    if beat:
        receivers[-1]["webhook_configs"] = [beat]
    else:
        say(f"heartbeat is off: there is no good secret {heart['webhook']}-url in {secrets.folder}")

    def times(of):
        return {"group_wait": of.get("wait", "0s"), "group_interval": of["interval"], "repeat_interval": of["repeat"]}

    routes = [{"matchers": [f'alertname="{heart["alert"]}"'], "receiver": "heartbeat", **times(heart)},
              {"matchers": ['kind="summary"', 'severity="warning"'], "receiver": "summary", **times(summary)}]
    routes += [{"matchers": [f'severity="{level["severity"]}"'], "receiver": level["severity"], **times(level)} for level in levels]
    return {
        # what has no severity that is known goes where it is at least seen
        "route": {"receiver": levels[0]["severity"], "group_by": matrix["group_by"], **times(levels[0]), "routes": routes},
        "inhibit_rules": [{"source_matchers": rule["source"], "target_matchers": rule["hidden"], "equal": rule["equal"]}
                          for rule in matrix["hide"]],
        "receivers": receivers,
    }


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        read = tomllib.load(file)
    json.dump(configuration(read, Secrets(sys.argv[2]), os.environ), sys.stdout, indent=1)
    print()
