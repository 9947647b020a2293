"""`python -m italclean`."""

from italclean.cli.app import main as command_line
from italclean.cli.garbage import look_no_more, look_seldom


def main() -> None:
    """Run the command line with the arguments of the process."""
    look_seldom()
    try:
        command_line()
    finally:
        look_no_more()


if __name__ == "__main__":
    main()
