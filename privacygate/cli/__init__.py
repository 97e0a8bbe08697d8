"""Words in, one call to the gate, an exit code out."""
