"""The sandbox: files from outside are decoded in sealed processes that can be ended.

One comes in by `sandbox.Sandbox.run`. A template process has every decoder loaded and forks for
each file; the fork sets its limits, seals itself (`seccomp`), does one of `jobs`, and is gone.
"""
