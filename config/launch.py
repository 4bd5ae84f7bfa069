"""What `python3 run.py` does: environment, libraries, catalogues, data, server; step by step.

Standard library only, since it runs before anything is installed; the sentences are Vietnamese
literals for the same reason.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from config import catalogues, lease

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def interpreter(environment: Path, system: str) -> Path:
    """Where a virtual environment keeps its Python, on Windows ("nt") and elsewhere."""
    return environment / ("Scripts/python.exe" if system == "nt" else "bin/python")


PYTHON = interpreter(VENV, os.name)
# What --reset removes from a data folder; the signing key stays, nothing unknown is touched.
OWN_FILES = (
    "bangvang.sqlite3",
    "bangvang.sqlite3-wal",
    "bangvang.sqlite3-shm",
    "demo.unfinished",
    "demo_logins.json",
    "site_address",
)
OWN_FOLDERS = ("files", "mail")

HELP = """\
Bảng Vàng: thi đua, khen thưởng từ đăng ký đến báo cáo.

  python3 run.py                      cài đặt, nạp dữ liệu mẫu và chạy
      --port 8000                     cổng
      --host 127.0.0.1                địa chỉ nghe
      --data-dir THƯ_MỤC              nơi để cơ sở dữ liệu và tệp (mặc định: data)
      --no-demo                       không nạp dữ liệu mẫu
      --reset                         xóa dữ liệu trong thư mục dữ liệu rồi bắt đầu lại
  python3 run.py test [...]           chạy kiểm thử (tham số của pytest)
      -m fast                         chỉ phần trả lời trong khoảng một phút
  python3 run.py manage LỆNH [...]    chạy một lệnh quản trị
  python3 run.py doctor               kiểm tra cơ sở dữ liệu, thư, thư mục, đồng hồ, cấu hình

Trên Windows, gõ py run.py thay cho python3 run.py.

Biến môi trường BANGVANG_DATA_DIR thay cho --data-dir; các biến khác ở tệp .env.example.
"""


class Stop(Exception):
    """The start cannot go on; the text is the one sentence to print."""


class Parser(argparse.ArgumentParser):
    """Refuses in the language of the rest."""

    def error(self, message: str) -> NoReturn:
        raise Stop(f"Tham số không đúng ({message}): xem python3 run.py --help.")


class Steps:
    """Numbered steps, each printed with the time it took."""

    def __init__(self) -> None:
        self.began = time.time()
        self.number = 0

    def run(self, title: str, work: Callable[[], str]) -> None:
        """Do `work` and print the title, what came of it and the seconds."""
        self.number += 1
        print(f"{self.number}. {title} ...", end=" ", flush=True)
        began = time.perf_counter()
        try:
            outcome = work()
        except Stop:
            print("không được.", flush=True)
            raise
        print(f"{outcome}, {seconds(time.perf_counter() - began)}", flush=True)


def seconds(amount: float) -> str:
    """1.25 -> "1,3 giây"."""
    return f"{amount:.1f} giây".replace(".", ",")


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; the exit code. Every foreseeable failure is one sentence."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a letter must not end the program.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # not of every text stream
    try:
        return _command(list(arguments))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng.", file=sys.stderr)
        return 130


def _command(arguments: list[str]) -> int:
    if arguments and arguments[0] in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    if arguments and arguments[0] == "test":
        return test(arguments[1:])
    if arguments and arguments[0] == "manage":
        return manage(arguments[1:])
    if arguments and arguments[0] == "doctor":
        return doctor(arguments[1:])
    return serve(arguments)


# --- The commands ------------------------------------------------------------------------


def serve(arguments: list[str]) -> int:
    """Prepare everything and hand over to the server process."""
    parser = Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data-dir", default="")
    parser.add_argument("--reset", action="store_true")
    parser.add_argument("--no-demo", action="store_true")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise Stop(f"Không hiểu tham số {' '.join(unknown)}: xem python3 run.py --help.")
    steps = Steps()
    data = data_folder(options.data_dir)

    def check() -> str:
        check_writable(data)
        check_free(data)
        check_port(options.host, options.port)
        return (
            f"Python {sys.version_info.major}.{sys.version_info.minor}, cổng {options.port} trống"
        )

    steps.run("Kiểm tra Python, thư mục dữ liệu và cổng", check)
    steps.run("Môi trường riêng (.venv)", make_environment)
    steps.run("Thư viện", lambda: install("requirements.lock"))
    steps.run("Bản dịch", compile_catalogues)
    if options.reset:
        steps.run("Xóa dữ liệu cũ", lambda: reset(data))
    no_demo = ["--no-demo"] if options.no_demo else []
    address = ["--host", options.host, "--port", str(options.port)]
    code = run_manage(["prepare", *address, "--first-step", str(steps.number + 1), *no_demo])
    if code:
        return code
    return hand_over(["serve", *address, "--since", str(steps.began)])


def test(arguments: list[str]) -> int:
    """Install the development libraries and run pytest; its exit code."""
    steps = Steps()
    steps.run("Môi trường riêng (.venv)", make_environment)
    steps.run("Thư viện kiểm thử", lambda: install("requirements-dev.lock"))
    steps.run("Bản dịch", compile_catalogues)
    print(f"{steps.number + 1}. Kiểm thử", flush=True)
    spread = not any(item.startswith(("-n", "--numprocesses", "-p")) for item in arguments)
    workers = ["-n", "auto", "--dist", "loadgroup"] if spread else []
    command = [str(PYTHON), "-m", "pytest", *workers, *arguments]
    return subprocess.call(command, cwd=ROOT)


def manage(arguments: list[str]) -> int:
    """Run a management command in the project's environment, quietly prepared."""
    if arguments and arguments[0] == "--data-dir":
        if len(arguments) < 2:
            raise Stop("Thiếu tên thư mục sau --data-dir.")
        check_writable(data_folder(arguments[1]))
        arguments = arguments[2:]
    make_environment()
    install("requirements.lock")
    compile_catalogues()
    return hand_over(arguments)


def doctor(arguments: list[str]) -> int:
    """Say of every part of the installation whether it answers; exit code 1 where one does not."""
    if arguments[:1] != ["--data-dir"]:
        return manage(["doctor", *arguments])
    return manage([*arguments[:2], "doctor", *arguments[2:]])


# --- Checks ------------------------------------------------------------------------------------


def data_folder(option: str) -> Path:
    """The data folder as an absolute path, also put where the settings will read it."""
    chosen = option or os.environ.get("BANGVANG_DATA_DIR", "").strip() or ROOT / "data"
    path = Path(chosen).expanduser().absolute()
    os.environ["BANGVANG_DATA_DIR"] = str(path)
    return path


def check_writable(folder: Path) -> None:
    """Make the folder and try a file in it."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"Không ghi được vào thư mục {folder} ({_reason(error)}): "
            "hãy chọn thư mục khác bằng --data-dir hoặc cấp quyền ghi."
        ) from None


def check_free(folder: Path) -> None:
    """Refuse a data folder on which another server works."""
    holder = lease.holder_of(folder)
    if holder is not None:
        raise Stop(
            f"Thư mục dữ liệu {folder} đang được một máy chủ khác dùng ({holder}): "
            "hãy dừng máy chủ đó hoặc chọn thư mục khác bằng --data-dir."
        )


def check_port(host: str, port: int) -> None:
    """Try to listen on the address before anything slow begins."""
    if not 1 <= port <= 65535:
        raise Stop(f"Cổng {port} không hợp lệ: chọn một số từ 1 đến 65535.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise Stop(f"Không tìm thấy địa chỉ {host}: kiểm tra lại --host.") from None
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        if os.name == "posix":  # on Windows this option would allow what it must detect
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise Stop(_port_sentence(host, port, error)) from None


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"Cổng {port} đang có chương trình khác dùng: hãy chạy lại với --port {other}."
    if error.errno == errno.EACCES:
        return f"Không được phép mở cổng {port}: hãy chọn cổng từ 1024 trở lên bằng --port."
    return f"Không mở được {host}:{port} ({_reason(error)}): kiểm tra lại --host và --port."


def _reason(error: OSError) -> str:
    known = {
        errno.EACCES: "không có quyền ghi",
        errno.EPERM: "không có quyền ghi",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.ENOSPC: "hết chỗ trên ổ đĩa",
        errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
        errno.EEXIST: "đã có một tệp mang tên này",
        errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
    }
    return known.get(error.errno or 0, error.strerror or type(error).__name__)


# --- Environment and libraries -----------------------------------------------------------------


def make_environment() -> str:
    """Make `.venv` when it is missing or no longer starts."""
    if PYTHON.exists() and _starts():
        return "đã có"
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stop(
            "Python này thiếu mô-đun venv: trên Debian hoặc Ubuntu, hãy cài bằng lệnh "
            f"sudo apt install python{version}-venv rồi chạy lại."
        ) from None
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt")
    except OSError as error:
        raise Stop(
            f"Không tạo được {VENV} ({_reason(error)}): "
            "hãy chép dự án vào một thư mục ghi được rồi chạy lại."
        ) from None
    except subprocess.CalledProcessError:
        raise Stop(
            "Không cài được pip vào môi trường riêng: xóa thư mục .venv rồi chạy lại."
        ) from None
    return "đã tạo"


def _starts() -> bool:
    """Whether the environment's Python runs and is new enough (it may have been upgraded away)."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(PYTHON), "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def install(lock_name: str) -> str:
    """Install a hashed lock into `.venv`; skipped when the stamp says it is there already."""
    lock = ROOT / lock_name
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"{lock_name}.sha256"
    if stamp.exists() and stamp.read_text(encoding="ascii").strip() == digest:
        return "đã cài đủ"
    print("(lần đầu có thể mất một, hai phút)", end=" ", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()[-8:]
        raise Stop(
            "\n".join(lines)
            + "\nKhông cài được thư viện: kiểm tra kết nối mạng (hoặc kho gói nội bộ của pip) "
            "rồi chạy lại."
        )
    stamp.write_text(digest, encoding="ascii")
    return "đã cài"


def compile_catalogues() -> str:
    """Compile the message catalogues that are out of date."""
    if not catalogues.stale_folders(ROOT / "locale"):
        return "đã có"
    if run_manage(["catalogues", "compile"], quiet=True):
        raise Stop("Không biên dịch được bản dịch: chạy python3 run.py manage catalogues compile.")
    return "đã biên dịch"


# --- Data --------------------------------------------------------------------------------------


def reset(folder: Path) -> str:
    """Remove the database, uploaded files and mails of a data folder; nothing it does not know."""
    if os.environ.get("DATABASE_URL", "").strip():
        raise Stop("--reset chỉ dùng cho SQLite; hãy tự xóa cơ sở dữ liệu ở DATABASE_URL.")
    for name in OWN_FILES:
        (folder / name).unlink(missing_ok=True)
    for name in OWN_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    return "đã xóa"


# --- Processes ---------------------------------------------------------------------------------


def run_manage(arguments: Sequence[str], *, quiet: bool = False) -> int:
    """A management command as a child process; its exit code."""
    return subprocess.call(
        [str(PYTHON), str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL if quiet else None,
    )


def hand_over(arguments: Sequence[str]) -> int:
    """Become the management command, so that signals reach it directly."""
    command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
    sys.stdout.flush()
    if os.name != "nt":  # there exec would return to the prompt at once
        os.execv(command[0], command)
    return subprocess.call(command)
