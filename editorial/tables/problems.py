"""The one way in which a file is refused."""


class UnreadableTable(Exception):
    """Why a file is not taken as a table: a sentence for the editor."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence
