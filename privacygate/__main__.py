"""`python -m privacygate` is the same as `privacygate`."""

from privacygate.cli.main import run

if __name__ == "__main__":
    run()
