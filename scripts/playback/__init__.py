"""The machinery: from a snippet to what a page shows of its run. See scripts/README.md."""
