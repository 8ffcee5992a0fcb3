"""A case is written in one piece, read back whole, and two writers never both win."""

from store.clouds import Stack


def test_a_complaint_comes_back_word_for_word(stack: Stack) -> None:
    words = {"matter": "𠮷先生说𰻝𰻝面馆的油烟👨‍👩‍👧‍👦飘进来。", "wish": "请处理🇨🇳", "spot": "葛󠄁", "answers": "一\n二"}
    history = stack.register(**words)
    (event,) = stack.store.open(stack.loaded(history.case.case_id))
    assert {name: getattr(event, name) for name in words} == words
