"""How a table of the policy is written: Markdown, with the words of one language."""

from collections.abc import Mapping, Sequence

from huiyin.policy.schema import Language, Phrase

Row = tuple[str, ...]
# The same row in Chinese and in English.
Pair = tuple[Row, Row]


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; a bar inside a cell is escaped, a line break becomes a space."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)]) + "\n"


def in_language(language: Language, zh: str, en: str) -> str:
    """The one of two sentences that the reader wants."""
    return zh if language == "zh" else en


def with_note(words: str, note: str) -> str:
    """A cell with a second, smaller line."""
    return f"{words} <small>{note}</small>"


def of_pairs(pairs: Sequence[Pair], zh: Row, en: Row, language: Language) -> str:
    """A table of rows that are written in both languages; zh and en head its columns."""
    rows = [in_chinese if language == "zh" else in_english for in_chinese, in_english in pairs]
    return markdown_table(zh if language == "zh" else en, rows)


def graded(letter: str, grades: Mapping[int, Phrase], language: Language, zh: str, en: str) -> str:
    """A table of grades, the gravest first: S4, S3 ...; zh and en head the first column."""
    heads = [in_language(language, zh, en), in_language(language, "含义", "Meaning")]
    return markdown_table(heads, [[f"{letter}{grade}", grades[grade].of(language)] for grade in sorted(grades, reverse=True)])
