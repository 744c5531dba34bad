"""Tries what pages say. runbooks.py check|run PAGE..., from the root of the checkout.

check   has the shell read every command, and ./tandem know every command of its own; finds links that lead nowhere
run     the same, and runs the commands of each block marked sh on the stack that runs here, each of them once; those of a block marked
        "sh parsed" are only read. A block marked python is run whole, by the first Python that has prometheus_client

Exit code 1 if anything failed; a line for each command says what came of it."""
import pathlib
import re
import subprocess
import sys
import time

BLOCK = re.compile(r"^```(sh|sh parsed|python)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")
PATIENCE_SECONDS = 300
WITH_VERBS = ("failover", "fleet", "migrate", "secrets", "spool")
# what changes processes, so that the next block has to wait for them
CHANGES = re.compile(r"\b(restart|start|stop|up)\b")


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page):
    for target, anchor in LINK.findall(page.read_text()):
        if target.startswith("http"):
            continue
        other = (page.parent / target).resolve() if target else page
        if not other.exists():
            yield f"{page.name}: there is no {target}"
        elif anchor and other.suffix == ".md" and anchor not in anchors(other):
            yield f"{page.name}: {target or page.name} has no heading {anchor}"


def commands(block):
    """The commands of a block: its lines, and more than one where the shell wants to read on."""
    command = ""
    for line in block.splitlines():
        command = f"{command}\n{line}" if command else line
        read = subprocess.run(["bash", "-n", "-c", command], capture_output=True)
        # a here-document that has not ended is a warning only
        if not read.returncode and not read.stderr:
            yield command
            command = ""
    if command:
        yield command


def unreadable(command):
    """What the shell, or ./tandem, does not understand of it; None if both do."""
    read = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True)
    if read.returncode:
        return read.stderr.strip()
    for first, second in re.findall(r"\./tandem ([a-z-]+)(?: ([a-z-]+))?", command):
        said = subprocess.run(["./tandem", "help", first], capture_output=True, text=True)
        if said.returncode:
            return said.stderr.strip()
        if first in WITH_VERBS and second not in re.findall(r"[a-z-]+", said.stdout):
            return f"./tandem {first} knows no {second}"
    return None


def python():
    """A Python with the client library of Prometheus; None if there is none."""
    for each in (sys.executable, "/usr/bin/python3"):
        if not subprocess.run([each, "-c", "import prometheus_client"], capture_output=True).returncode:
            return each
    return None


def python_fault(text, runs):
    """What is wrong with a program, as far as it could be tried; and whether it was run."""
    try:
        compile(text, "block", "exec")
    except SyntaxError as fault:
        return str(fault), False
    interpreter = python() if runs else None
    if not interpreter:
        return None, False
    try:
        done = subprocess.run([interpreter, "-"], input=text, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"it did not end within {PATIENCE_SECONDS} s", True
    # it catches what it can bear, and says so
    return (done.stderr or done.stdout).strip()[-400:] or None, True


def healthy():
    end = time.monotonic() + PATIENCE_SECONDS
    while subprocess.run(["./tandem", "status"], capture_output=True).returncode:
        if time.monotonic() > end:
            return False
        time.sleep(1)
    return True


def failure(command):
    """What came of running it, if that is not what it should be."""
    try:
        done = subprocess.run(["bash", "-e", "-c", command], capture_output=True, text=True, errors="replace", timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"it did not end within {PATIENCE_SECONDS} s"
    # what fails in front of a pipe says so, and no more; head closes a pipe before curl has written all (23)
    complaint = None if command.endswith("|| true") else re.search(r"^(curl: \((?!23\))|tandem: ).*", done.stderr, re.M)
    if done.returncode or complaint:
        return complaint[0] if complaint else f"exit code {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}"
    if CHANGES.search(command) and " stop " not in command and not healthy():
        return "the stack was not healthy again afterwards"
    return None


def tried(kind, text, what, seen):
    """What came of each command of a block: the command, what is wrong with it, and whether it was run."""
    if kind == "python":
        yield text, *python_fault(text, what == "run")
        return
    runs = what == "run" and kind == "sh"
    for command in commands(text):
        # stopping and starting is done each time: what stands between them needs it
        if command in seen and not (runs and re.search(r"\b(stop|start)\b", command)):
            continue
        seen.add(command)
        yield command, unreadable(command) or (failure(command) if runs else None), runs


def main(what, pages):
    seen, faults, count = set(), 0, {"ran": 0, "read": 0}
    for page in pages:
        for fault in broken_links(page):
            faults += 1
            print(f"FAILED  {fault}")
        for kind, text in BLOCK.findall(page.read_text()):
            for command, fault, ran in tried(kind, text, what, seen):
                done = "ran" if ran else "read"
                count[done] += 1
                first = command.splitlines()[0][:110]
                if fault:
                    faults += 1
                    print(f"FAILED  {page.name}: {first}\n        {fault}", flush=True)
                elif what == "run":
                    print(f"{done:<7} {page.name}: {first}", flush=True)
    print(f"{len(pages)} pages: {count['ran']} commands were run, {count['read']} only read, {faults} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("check", "run"):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], [pathlib.Path(page) for page in sys.argv[2:]]))
