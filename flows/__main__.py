"""`python -m flows` is `wuwei`."""

from flows.command_line import main

main()
