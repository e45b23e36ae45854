"""How long a reader of a Python notebook waits: from the start of a Jupyter client to what the first cell prints.

`./d2j bench --workloads cold-start` runs it beside `./d2j run`: a kernel (ipykernel) is started, and one cell imports
PyTorch and prints a product of two small matrices.
"""

from jupyter_client import KernelManager

SIGN = "the first result: "
CELL = 'import torch\nprint("' + SIGN + '", (torch.ones(2, 2) @ torch.ones(2, 2)).sum().item())'


def main():
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        client.execute(CELL)
        while True:
            message = client.get_iopub_msg(timeout=120)
            content = message["content"]
            if message["msg_type"] == "error":
                raise SystemExit(content["ename"] + ": " + content["evalue"])
            if message["msg_type"] == "stream" and SIGN in content["text"]:
                print(content["text"].strip(), flush=True)
                return
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
