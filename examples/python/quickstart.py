"""Uses sandkeepd from Python with nothing of sandkeep but its .proto files.

    python3 -m venv venv
    venv/bin/pip install grpcio grpcio-tools googleapis-common-protos
    venv/bin/python examples/python/quickstart.py

The socket is $SANDKEEP_SOCKET, or /run/sandkeep/sandkeep.sock.
"""

import importlib
import os
import pathlib
import sys
import tempfile
import uuid

import grpc
import grpc_tools
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_tools import protoc

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto"
SERVICES = ("sandbox_service", "exec_service", "file_service")


def generate(directory):
    """Python modules from the .proto files; an application generates them once, when it is built."""
    files = sorted(str(path) for path in (PROTO / "sandkeep/v1").glob("*.proto"))
    well_known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    arguments = ["protoc", f"-I{PROTO}", f"-I{well_known}", f"--python_out={directory}", f"--grpc_python_out={directory}"]
    if protoc.main([*arguments, *files]) != 0:
        raise RuntimeError("the .proto files could not be compiled")
    sys.path.insert(0, directory)
    names = [f"sandkeep.v1.{name}{suffix}" for name in SERVICES for suffix in ("_pb2", "_pb2_grpc")]
    return [importlib.import_module(name) for name in [*names, "sandkeep.v1.common_pb2"]]


def error_info(error):
    """Why the daemon refused: a reason to decide by, and values by name."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            for detail in Status.FromString(value).details:
                if detail.Is(ErrorInfo.DESCRIPTOR):
                    info = ErrorInfo()
                    detail.Unpack(info)
                    return info
    return ErrorInfo(reason="", metadata={})


def main(directory):
    sandbox_pb, sandbox_grpc, exec_pb, exec_grpc, file_pb, file_grpc, common_pb = generate(directory)
    socket = os.environ.get("SANDKEEP_SOCKET", "/run/sandkeep/sandkeep.sock")
    with grpc.insecure_channel(f"unix:{socket}") as channel:
        sandboxes = sandbox_grpc.SandboxServiceStub(channel)
        files = file_grpc.FileServiceStub(channel)
        execs = exec_grpc.ExecServiceStub(channel)

        # The request_id makes the call safe to repeat; the deadline ends the wait, not the work.
        request = sandbox_pb.AcquireSandboxRequest(
            session=common_pb.SessionKey(user="ada", session="python-quickstart"),
            request_id=str(uuid.uuid4()),
        )
        acquired = sandboxes.AcquireSandbox(request, timeout=60)
        sandbox = acquired.sandbox
        outcome = sandbox_pb.AcquireOutcome.Name(acquired.outcome)
        print(f"acquired {sandbox.id} of template {sandbox.template}: {outcome}")

        again = sandboxes.AcquireSandbox(request, timeout=60)
        print(f"the same request, the same answer: {again == acquired}")

        path = "/mnt/user-data/workspace/hello.txt"
        frames = [
            file_pb.WriteFileRequest(header=file_pb.WriteFileHeader(sandbox_id=sandbox.id, path=path)),
            file_pb.WriteFileRequest(data="hello from python\n".encode()),
        ]
        written = files.WriteFile(iter(frames), timeout=10)
        print(f"wrote {written.entry.size_bytes} bytes to {written.entry.path}")

        chunks = files.ReadFile(file_pb.ReadFileRequest(sandbox_id=sandbox.id, path=path), timeout=10)
        print(f"read {b''.join(chunk.data for chunk in chunks)!r}")

        command = exec_pb.RunExecRequest(
            sandbox_id=sandbox.id,
            argv=["wc", "-w", path],
            timeout=Duration(seconds=10),
            request_id=str(uuid.uuid4()),
        )
        done = execs.RunExec(command, timeout=20)
        print(f"ran wc: exit code {done.exit_code}, {done.stdout.decode().split()[0]} words")

        try:
            sandboxes.GetSandbox(sandbox_pb.GetSandboxRequest(sandbox_id="no-such-sandbox"), timeout=5)
        except grpc.RpcError as error:
            info = error_info(error)
            print(f"refused with {error.code().name}, {info.reason}: {info.metadata['hint']}")

        release = sandbox_pb.ReleaseSandboxRequest(
            sandbox_id=sandbox.id,
            request_id=str(uuid.uuid4()),
            mode=sandbox_pb.RELEASE_MODE_DESTROY,
            wait=True,
        )
        released = sandboxes.ReleaseSandbox(release, timeout=60)
        print(f"released: {common_pb.SandboxState.Name(released.sandbox.state)}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as generated:
        main(generated)
