"""The client for threads. Everything but calls.py and keeper.py is written from _async by scripts/python-sync.ts."""
