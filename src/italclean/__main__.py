"""`python -m italclean`."""

from italclean.cli.app import main

if __name__ == "__main__":
    main()
