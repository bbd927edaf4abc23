# SPDX-License-Identifier: Apache-2.0
"""A region and councils of a test: folders, keys, configurations, real programs. What is started here
is ended here, by its process id."""
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time


def free_port(address="127.0.0.1"):
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


class Place:
    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.root = tempfile.mkdtemp(prefix="staith-")
        self.children = []

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()
        if kind is None or os.environ.get("STAITH_KEEP") is None:
            shutil.rmtree(self.root, ignore_errors=True)
        else:
            print("left:", self.root, file=sys.stderr)

    def path(self, *names):
        return os.path.join(self.root, *names)

    def program(self, name):
        return os.path.join(self.build, "bin", name)

    def staith(self, *words, config=None):
        more = ["--config", config] if config else []
        done = subprocess.run(
            [self.program("staith"), *words, *more], capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stdout + done.stderr

    def keys(self, name):
        code, said = self.staith("keys", "new", "--out", self.path(name))
        assert code == 0, said

    def key(self, name, which):
        with open(self.path(name, which), encoding="ascii") as file:
            return file.read().strip()

    def write(self, name, content):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        return self.path(name)

    def region(self, codes, listen, more=""):
        """Keys and configuration of a region with councils by their codes (their keys are made)."""
        self.keys("region")
        content = "region: {code: E12000001, name: North East}\nstate: region-state\nlog: error\n"
        content += "keys: {transport: region/transport.key, signing: region/signing.key}\n"
        content += f'listen: ["{listen}"]\n{more}'
        content += "other-datasets: {releases: automatic, catalogues: automatic}\ncouncils:\n"
        for at, code in enumerate(codes):
            self.keys(code)
            content += f'  - code: "{code}"\n    name: Council {code}\n    short: C{code}\n'
            content += f"    slug: c{code}\n    ons: E06{at:06d}\n"
            content += f"    transport-key: '{self.key(code, 'transport.pub')}'\n"
            content += f"    signing-key: \"{self.key(code, 'signing.pub')}\"\n"
        self.region_config = self.write("region.yaml", content)

    def council(self, code, endpoints, region_key, region_signing):
        """Configuration of a council; its state folder is made."""
        os.makedirs(self.path(f"state-{code}"), mode=0o700, exist_ok=True)
        os.makedirs(self.path("source"), exist_ok=True)
        listed = ", ".join(f'"{endpoint}"' for endpoint in endpoints)
        return self.write(
            f"council-{code}.yaml",
            f'authority: {{code: "{code}", name: Council {code}}}\nstate: state-{code}\nlog: error\n'
            f"keys: {{signing: {code}/signing.key, transport: {code}/transport.key}}\n"
            f"region:\n  public-key: '{region_key}'\n  signing-key: \"{region_signing}\"\n"
            f"  endpoints: [{listed}]\ndatasets:\n"
            f"  - {{name: csww, plugin: workforce, source: source}}\n",
        )

    def start(self, words, inside=(), **options):
        """A program, inside a network namespace where `inside` says so."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.DEVNULL)
        log = open(self.path(os.path.basename(words[0]) + ".log"), "ab")
        child = subprocess.Popen([*inside, *words], stderr=log, **options)
        log.close()
        self.children.append(child)
        return child

    def start_region(self, inside=(), host=None, port=None):
        child = self.start([self.program("staith-aggregator"), "--config", self.region_config], inside)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            code, said = self.staith("status", "--json", config=self.region_config)
            if code == 0 and "tcp://" in said:
                return child
            time.sleep(0.02)
        raise AssertionError("the region does not start: " + said)

    def start_publisher(self, config, inside=()):
        return self.start(
            [self.program("staithd-publish"), "--config", config], inside, stdin=subprocess.PIPE
        )

    def stop(self, child, how=signal.SIGKILL):
        child.send_signal(how)
        child.wait()
        self.children.remove(child)

    def ask(self, name, sql, *values):
        """Rows of a database beside its daemon; [] while it is not there."""
        try:
            with contextlib.closing(
                sqlite3.connect(f"file:{self.path(name)}?mode=ro", uri=True, timeout=5)
            ) as database:
                return database.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return []

    def say(self, data):
        print(data, flush=True)


def await_until(what, seconds, check, pause=0.05):
    """Seconds until check() is true; AssertionError after the limit."""
    start = time.monotonic()
    while not check():
        if time.monotonic() - start > seconds:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)
    return time.monotonic() - start
