"""What is said when an author's input is wrong."""


class Problem(Exception):
    """Something its author can mend.

    `where` is the page or file, with its line where that is known ("docs/index.md:12"); `what`
    says what was found, what was expected and what to do next.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what

    def __str__(self) -> str:
        """One line, in the form editors and terminals make clickable."""
        return f"{self.where}: {self.what}"
