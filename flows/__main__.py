"""`python -m flows` is `wuwei`."""

from flows.cli.command_line import main

main()
