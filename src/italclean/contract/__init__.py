"""The contract of data: a file that people argue about, whose meaning is checked and which runs replay."""
