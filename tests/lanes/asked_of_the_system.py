"""A program that asks what it runs on, for which `platform` starts another one."""

import platform
import subprocess

platform.processor()
subprocess.run(["sleep", "0.2"], check=True)
