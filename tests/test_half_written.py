"""Files on their way, and what a killed process left of them."""

import os
import subprocess
import sys

from reader import half_written


def left(directory, name, age_s=0.0):
    path = directory / name
    path.write_text("half")
    os.utime(path, (1_000_000.0 - age_s,) * 2)
    return path


def test_what_a_killed_process_left_goes_and_what_one_is_writing_stays(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = left(tmp_path, f".out.txt.{gone.pid}-0123abcd.tmp")
    alive = left(tmp_path, f".out.txt.{os.getppid()}-0123abcd.tmp", 90_000.0)
    old, young = left(tmp_path, ".out.txt.ab12_xyz.tmp", 3601.0), left(tmp_path, ".out.txt.ab12_xyy.tmp", 3500.0)
    others = [left(tmp_path, name, 90_000.0) for name in ("out.txt", ".out.txt.tmp", ".out.txtx.ab12_xyz.tmp")]
    handle, path = half_written.begin(tmp_path / "out.txt", 1_000_000.0)
    os.close(handle)
    assert [one.exists() for one in (dead, alive, old, young, *others, path)] == [False, True, False] + [True] * 5


def test_a_new_file_is_as_the_umask_has_it_and_a_long_name_is_no_hindrance(tmp_path):
    before = os.umask(0o027)
    try:
        handle, path = half_written.begin(tmp_path / ("ü" * 120 + ".txt"))
    finally:
        os.umask(before)
    os.close(handle)
    assert path.stat().st_mode & 0o777 == 0o640
