"""``python -m cq_research``: the command line, where ``cq-research`` is not on the path."""

from cq_research.cli import main

main()
