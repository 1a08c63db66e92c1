"""Assistants, threads, messages, runs and run steps (retired on 26 August 2026), one file per API."""
