#!/usr/bin/env python3
"""Starts the kernel again and again with jupyter_client, asks at once, and reports what was lost.

    kernel-starts.py [COUNT]        (default 200; Debian: apt install python3-jupyter-client)

Keep all cores busy beside it (for example two `sha256sum /dev/zero`): races show under load. KernelStartTest does the
same with a client of our own, in one `mvn test -Dtest=KernelStartTest -Dd2j.starts=200`.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

ROOT = pathlib.Path(__file__).resolve().parents[3]
CLASS_PATH = f"{ROOT}/target/classes:{(ROOT / 'target/classpath.txt').read_text().strip()}"
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"


def start_once(folder):
    """One start; returns seconds to the first reply and to the first result."""
    connection = os.path.join(folder, "connection.json")
    errors = os.path.join(folder, "errors.txt")
    write_connection_file(connection, ip="127.0.0.1")
    begun = time.time()
    with open(errors, "w") as stderr:
        process = subprocess.Popen(
            [JAVA, "-XX:+UseSerialGC", "-Xss4m", "-Xmx512m", "-Djava.awt.headless=true", "-cp", CLASS_PATH,
             "d2j.jupyter.kernel.KernelMain", connection], stdout=subprocess.DEVNULL, stderr=stderr)
    client = BlockingKernelClient()
    client.load_connection_file(connection)
    client.start_channels()
    try:
        client.kernel_info()
        client.get_shell_msg(timeout=60)
        replied = time.time() - begun
        outputs = []
        reply = client.execute_interactive('System.out.println("out");\n6 * 7', timeout=90, output_hook=outputs.append)
        finished = time.time() - begun
        kinds = [each["msg_type"] for each in outputs if each["msg_type"] in ("stream", "execute_result")]
        if reply["content"]["status"] != "ok" or kinds != ["stream", "execute_result"]:
            raise RuntimeError(f"status {reply['content']['status']}, outputs {kinds}")
        client.shutdown()
        if process.wait(10) != 0:
            raise RuntimeError(f"exit status {process.returncode}")
        return replied, finished
    except Exception:
        # An exit status here, with "Address already in use", is a port that another process took: no lost request.
        print("process:", process.poll(), open(errors).read()[-500:])
        raise
    finally:
        client.stop_channels()
        process.kill()
        process.wait()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    times, failures = [], 0
    for start in range(count):
        with tempfile.TemporaryDirectory() as folder:
            try:
                times.append(start_once(folder))
            except Exception as error:
                failures += 1
                print(f"start {start}: {error!r}")
    for what, seconds in zip(("first reply", "first result"), zip(*times)):
        print(f"{what}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    print(f"{count} starts, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
