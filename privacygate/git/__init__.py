"""The only room that talks to git: bytes in, `Change` out."""
