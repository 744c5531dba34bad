"""fleet_secrets.py FOLDER COMMAND ...   makes, shows and checks the secrets of a fleet. See ./tandem secrets help and docs/security.md.

FOLDER/authority   the private CA: its key signs certificates, and stays where it was made
FOLDER/clients     the bearer tokens of people and agents
FOLDER/<machine>   all that one machine needs; nothing in it helps to become another machine

No secret is ever an argument of a process or printed. Folders are 0700 and files 0600; a file is replaced whole or not at all."""
import argparse
import datetime
import hashlib
import ipaddress
import json
import os
import pathlib
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile

CLIENTS = {"operator": ["operator"], "viewer": ["viewer"], "agent": ["agent"]}
# what each machine's programs may do; Prometheus scrapes, and sends on what it scraped
PROGRAMS = {"hub": ["service"], "failover": ["service"], "health-sync": ["service"], "prometheus": ["viewer", "agent"]}
NATS_USERS = ["hub", "failover", "health-sync"]
SLOTS = ["a", "b"]
AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 397
SOON = datetime.timedelta(days=30)
NAME = re.compile(r"[a-z][a-z0-9]{0,31}")


class Fault(Exception):
    """What is wrong, and what to do."""


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def write(path, text):
    """Replaces a file, or leaves it as it was."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def folder(path):
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def openssl(*words, text=None):
    done = subprocess.run(["openssl", *map(str, words)], input=text, capture_output=True, text=True)
    if done.returncode:
        raise Fault(f"openssl {words[0]} failed: {done.stderr.strip()}")
    return done.stdout


# ---- certificates


def make_authority(at):
    folder(at)
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at / "ca.key")
    openssl("req", "-new", "-x509", "-key", at / "ca.key", "-out", at / "ca.crt", "-days", AUTHORITY_DAYS, "-subj", "/O=Tandem/CN=Tandem CA",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0")


def alternative_names(machine, address):
    try:
        kind = "IP:" + str(ipaddress.ip_address(address))
    except ValueError:
        kind = "DNS:" + address
    return [f"DNS:{machine}", "DNS:localhost", "IP:127.0.0.1", *([kind] if kind != "IP:127.0.0.1" else [])]


def make_certificate(authority, at, machine, address):
    """Makes a machine's key and certificate; both are replaced at the end, the key first, so that a reader finds a pair or tries again."""
    with tempfile.TemporaryDirectory(dir=at) as scratch:
        scratch = pathlib.Path(scratch)
        key, crt = scratch / "machine.key", scratch / "machine.crt"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        openssl("req", "-new", "-key", key, "-subj", f"/O=Tandem/CN={machine}", "-out", scratch / "csr")
        (scratch / "ext").write_text("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                                     "extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=" + ",".join(alternative_names(machine, address)) + "\n")
        openssl("x509", "-req", "-in", scratch / "csr", "-CA", authority / "ca.crt", "-CAkey", authority / "ca.key", "-days", CERTIFICATE_DAYS,
                "-set_serial", "0x" + secrets.token_hex(16), "-extfile", scratch / "ext", "-out", crt)
        write(at / "machine.key", key.read_text())
        write(at / "machine.crt", crt.read_text())


def certificate(path):
    text = openssl("x509", "-in", path, "-noout", "-subject", "-enddate", "-fingerprint", "-sha256", "-ext", "subjectAltName", "-nameopt", "RFC2253")
    expires = re.search(r"notAfter=(.*)", text)[1].strip()
    expires = datetime.datetime.strptime(expires, "%b %d %H:%M:%S %Y %Z").replace(tzinfo=datetime.timezone.utc)
    names = re.search(r"(?:DNS|IP Address):.*", text)
    return {"subject": re.search(r"subject=(.*)", text)[1].strip(), "expires": expires.isoformat().replace("+00:00", "Z"),
            "fingerprint": re.search(r"ingerprint=(.*)", text)[1], "names": names[0].replace("IP Address:", "IP:").split(", ") if names else []}


# ---- bearer tokens


def new_token(roles):
    # the prefix is for those who look for secrets that got into the wrong place
    return f"tandem_{roles[0]}_" + secrets.token_urlsafe(32)


def digest(token):
    return hashlib.sha256(token.strip().encode()).hexdigest()


def token_files(root):
    """Every bearer token: its name, its roles and its file."""
    for name, roles in CLIENTS.items():
        yield name, roles, root / "clients" / (name + ".token")
    for machine in machines(root):
        for program, roles in PROGRAMS.items():
            yield f"{machine}.{program}", roles, root / machine / (program + ".token")


def write_tokens(root, entries):
    text = json.dumps({"tokens": entries}, indent=1) + "\n"
    for machine in machines(root):
        write(root / machine / "tokens.json", text)


def machines(root):
    """The machines whose folder is here, in the order of their names."""
    return sorted(path.parent.name for path in root.glob("*/tokens.json"))


# ---- NATS


def write_nats(at, passwords):
    """The users' passwords as variables, which deploy/nats refers to."""
    write(at / "nats-passwords.conf", "".join(f'{user.replace("-", "_")}_{slot}: "{passwords[user, slot]}"\n' for user in NATS_USERS for slot in SLOTS))


def read_nats(at):
    found = dict(re.findall(r'(\w+): "([^"]*)"', (at / "nats-passwords.conf").read_text()))
    return {(user, slot): found[f'{user.replace("-", "_")}_{slot}'] for user in NATS_USERS for slot in SLOTS}


def write_login(at, user, slot, password):
    write(at / f"nats-{user}.login", f"{user}-{slot}\n{password}\n")


def new_password():
    # begins with a letter, or nats-server takes some of them for a number with a unit
    return "p" + secrets.token_hex(24)


# ---- commands


def parse_machines(words):
    found = {}
    for word in words:
        machine, _, address = word.partition("=")
        if not NAME.fullmatch(machine) or machine in ("authority", "clients") or not address:
            raise Fault(f"'{word}' is not MACHINE=ADDRESS, for example pc2=192.168.1.12 (a name is lower case letters and digits)")
        found[machine] = address
    if not found:
        raise Fault("name the machines: secrets init mainpc=192.168.1.11 pc2=192.168.1.12")
    return found


def init(root, options):
    fleet = parse_machines(options.machines)
    there = [name for name in ["authority", "clients", *fleet] if (root / name).exists()]
    if there:
        raise Fault(f"there are secrets in {root} already ({', '.join(there)}), and nothing is overwritten: change them with ./tandem secrets rotate, "
                    "or move the folders away to begin anew")
    folder(root)
    os.chmod(root, 0o700)
    os.umask(0o077)
    with tempfile.TemporaryDirectory(dir=root, prefix=".new-") as made:
        made = pathlib.Path(made)
        make_authority(made / "authority")
        entries = []
        for machine, address in fleet.items():
            at = folder(made / machine)
            shutil.copy(made / "authority" / "ca.crt", at / "ca.crt")
            make_certificate(made / "authority", at, machine, address)
            passwords = {(user, slot): new_password() for user in NATS_USERS for slot in SLOTS}
            write_nats(at, passwords)
            for user in NATS_USERS:
                write_login(at, user, "a", passwords[user, "a"])
            write(at / "tokens.json", "{}")
        folder(made / "clients")
        for name, roles, file in token_files(made):
            token = new_token(roles)
            write(file, token + "\n")
            entries.append({"name": name, "roles": roles, "sha256": digest(token)})
        write_tokens(made, entries)
        # the machines come last: where their folder is, all is
        for name in ["authority", "clients", *fleet]:
            os.rename(made / name, root / name)
    report = {"folder": str(root), "machines": list(fleet), "files": sorted(str(path.relative_to(root)) for name in ["authority", "clients", *fleet]
                                                                            for path in (root / name).rglob("*") if path.is_file())}
    return report, [f"made in {root}: the private CA, {len(fleet)} machines ({', '.join(fleet)}), {len(entries)} bearer tokens, "
                    f"{len(NATS_USERS) * len(fleet)} users of NATS",
                    "next: restart what runs (./tandem down; ./tandem up). A machine elsewhere needs its own folder and no other, for example",
                    f"  rsync -a {root}/{list(fleet)[-1]} {list(fleet)[-1]}:.../secrets/",
                    f"agents send the token in {root}/clients/agent.token, people that of viewer.token or operator.token"]


def rotate(root, options):
    """Changes everything but the CA, in three steps between which everybody may take his time: both are accepted, the new one is sent, the
    old one ends."""
    step = (options.machines or [""])[0]
    if not machines(root):
        raise Fault(f"there are no secrets in {root}: make them with ./tandem secrets init")
    begun = sorted(root.glob("*/*.next"))
    if step == "begin":
        if begun:
            raise Fault("a rotation has begun and was not ended: go on with ./tandem secrets rotate switch")
        if not (root / "authority" / "ca.key").exists():
            raise Fault(f"there is no {root}/authority/ca.key here: rotate where the secrets were made")
        return begin(root)
    if step == "switch":
        if not begun:
            raise Fault("no rotation has begun: ./tandem secrets rotate begin")
        for path in begun:
            os.replace(path, path.with_suffix(""))
        return {"switched": [str(path.with_suffix("").relative_to(root)) for path in begun]}, [
            f"{len(begun)} programs, people and agents have new tokens or passwords; the ones before are still accepted"]
    if step == "finish":
        if begun:
            raise Fault("the new tokens are not in use yet: ./tandem secrets rotate switch")
        return finish(root)
    raise Fault("say which step: ./tandem secrets rotate begin|switch|finish")


def begin(root):
    accepted = json.loads((root / machines(root)[0] / "tokens.json").read_text())["tokens"]
    next_files = {}
    for name, roles, file in token_files(root):
        token = new_token(roles)
        next_files[file.with_name(file.name + ".next")] = token + "\n"
        accepted.append({"name": name, "roles": roles, "sha256": digest(token)})
    for machine in machines(root):
        at = root / machine
        passwords = read_nats(at)
        for user in NATS_USERS:
            slot = SLOTS[1 - SLOTS.index(in_use(at, user))]
            passwords[user, slot] = new_password()
            next_files[at / f"nats-{user}.login.next"] = f"{user}-{slot}\n{passwords[user, slot]}\n"
        write_nats(at, passwords)
        make_certificate(root / "authority", at, machine, address_of(at))
    write_tokens(root, accepted)
    for file, text in next_files.items():
        write(file, text)
    return {"begun": sorted(str(file.relative_to(root)) for file in next_files)}, [
        f"{len(next_files)} new tokens and passwords are accepted, and none is in use yet; each machine has a new certificate"]


def finish(root):
    held = {digest(file.read_text()) for _, _, file in token_files(root) if file.exists()}
    accepted = json.loads((root / machines(root)[0] / "tokens.json").read_text())["tokens"]
    kept = [entry for entry in accepted if entry["sha256"] in held]
    write_tokens(root, kept)
    for machine in machines(root):
        at = root / machine
        passwords = read_nats(at)
        for user in NATS_USERS:
            passwords[user, SLOTS[1 - SLOTS.index(in_use(at, user))]] = new_password()
        write_nats(at, passwords)
    return {"ended": len(accepted) - len(kept)}, [f"{len(accepted) - len(kept)} tokens from before are no longer accepted"]


def in_use(at, user):
    """The slot whose password a program sends."""
    return (at / f"nats-{user}.login").read_text().split("\n")[0].rsplit("-", 1)[1]


def address_of(at):
    names = certificate(at / "machine.crt")["names"]
    return names[-1].split(":", 1)[1]


def show(root, options):
    if not machines(root):
        raise Fault(f"there are no secrets in {root}: make them with ./tandem secrets init")
    certificates = [{"file": str(path.relative_to(root)), **certificate(path)} for path in sorted(root.glob("*/*.crt"))]
    tokens = json.loads((root / machines(root)[0] / "tokens.json").read_text())["tokens"]
    files = {name: str(file.relative_to(root)) for name, _, file in token_files(root)}
    held = {name: digest(file.read_text()) for name, _, file in token_files(root) if file.exists()}
    tokens = [{"name": t["name"], "roles": t["roles"], "file": files.get(t["name"]), "inUse": held.get(t["name"]) == t["sha256"],
               "sha256": t["sha256"][:12]} for t in tokens]
    logins = [{"file": str(path.relative_to(root)), "user": path.read_text().split("\n")[0]} for path in sorted(root.glob("*/nats-*.login"))]
    lines = ["certificates"] + [f"  {c['file']:26} {c['subject']:26} until {c['expires']}  {' '.join(c['names'])}" for c in certificates]
    lines += ["bearer tokens (the hash's beginning; the value is in the file alone)"]
    lines += [f"  {t['name']:22} {'+'.join(t['roles']):14} {t['sha256']}  {t['file'] or '-'}{'' if t['inUse'] else '  (the one before; ./tandem secrets rotate finish ends it)'}"
              for t in tokens]
    lines += ["users of NATS"] + [f"  {l['user']:22} {l['file']}" for l in logins]
    return {"folder": str(root), "certificates": certificates, "tokens": tokens, "natsUsers": logins}, lines


def faults(root, addresses):
    """Yields (severity, file, text) for everything that is not as it should be."""
    here = machines(root)
    if not here:
        raise Fault(f"there are no secrets in {root}: make them with ./tandem secrets init")
    for top in [root / name for name in ["authority", "clients", *here]]:
        if not top.exists():
            continue  # a machine that is not the one they were made on has its own folder alone
        for path in [top, *top.rglob("*")]:
            want = 0o700 if path.is_dir() else 0o600
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & ~want:
                yield "error", path, f"others may use it: mode {mode:o} instead of {want:o}; chmod {want:o} it"
    accepted = [json.loads((root / m / "tokens.json").read_text())["tokens"] for m in here]
    if any(each != accepted[0] for each in accepted):
        yield "error", root / here[0] / "tokens.json", "the machines accept different tokens: copy one tokens.json to all of them"
    hashes = {t["sha256"]: t["name"] for t in accepted[0]}
    for name, _, file in token_files(root):
        if not file.exists():
            if file.parent.exists():
                yield "error", file, "it is missing: copy the machine's folder again from where ./tandem secrets init ran"
        elif hashes.get(digest(file.read_text())) != name:
            yield "error", file, f"its token is not accepted as {name}: {here[0]}/tokens.json has another hash"
    for machine in here:
        at = root / machine
        for name in ["ca.crt", "machine.crt", "machine.key", "nats-passwords.conf", *[f"nats-{u}.login" for u in NATS_USERS]]:
            if not (at / name).exists():
                yield "error", at / name, "it is missing: copy the machine's folder again from where ./tandem secrets init ran"
                break
        else:
            yield from certificate_faults(at, machine, addresses.get(machine))
            passwords = read_nats(at)
            for user in NATS_USERS:
                login, password = (at / f"nats-{user}.login").read_text().split()
                if passwords.get(tuple(login.rsplit("-", 1))) != password:
                    yield "error", at / f"nats-{user}.login", "nats-passwords.conf has another password"


def certificate_faults(at, machine, address):
    try:
        openssl("verify", "-CAfile", at / "ca.crt", at / "machine.crt")
    except Fault:
        yield "error", at / "machine.crt", "it is not (or no longer) a certificate by ca.crt: ./tandem secrets rotate makes another"
    if openssl("x509", "-in", at / "machine.crt", "-noout", "-pubkey") != openssl("pkey", "-in", at / "machine.key", "-pubout"):
        yield "error", at / "machine.key", "it is not the key of machine.crt"
    found = certificate(at / "machine.crt")
    for file, each in [("machine.crt", found), ("ca.crt", certificate(at / "ca.crt"))]:
        expires = datetime.datetime.fromisoformat(each["expires"].replace("Z", "+00:00"))
        if expires < now():
            yield "error", at / file, f"it has expired at {each['expires']}"
        elif expires < now() + SOON:
            yield "warning", at / file, f"it expires at {each['expires']}: ./tandem secrets rotate"
    if address and alternative_names(machine, address)[-1] not in found["names"]:
        yield "error", at / "machine.crt", f"it is not for the address {address} that {machine} has now, only for {' '.join(found['names'])}"


def check(root, options):
    found = [{"severity": severity, "file": str(path), "text": text} for severity, path, text in faults(root, parse_machines(options.machines))]
    lines = [f"{f['severity']}: {f['file']}: {f['text']}" for f in found] or [f"the secrets of {', '.join(machines(root))} in {root} are well"]
    return {"folder": str(root), "machines": machines(root), "faults": found}, lines


def main():
    parser = argparse.ArgumentParser(prog="./tandem secrets", usage="./tandem secrets init|show|check|rotate [MACHINE=ADDRESS...] [--json]", add_help=False)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("command", choices=["init", "show", "check", "rotate"])
    parser.add_argument("machines", nargs="*")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_intermixed_args()
    try:
        report, lines = {"init": init, "show": show, "check": check, "rotate": rotate}[options.command](options.folder.absolute(), options)
    except Fault as fault:
        print(json.dumps({"error": str(fault)}) if options.json else f"tandem: {fault}", file=sys.stdout if options.json else sys.stderr)
        return 1
    print(json.dumps(report, indent=1) if options.json else "\n".join(lines))
    return 1 if any(each["severity"] == "error" for each in report.get("faults", [])) else 0


if __name__ == "__main__":
    sys.exit(main())
