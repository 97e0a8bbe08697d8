"""The version of privacygate, where every room can read it without asking the package index."""

VERSION = "0.1.0"
