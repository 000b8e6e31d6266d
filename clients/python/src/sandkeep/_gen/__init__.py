# Written by scripts/python-stubs.ts from proto/; change it there.
"""Messages and stubs as protoc makes them."""
