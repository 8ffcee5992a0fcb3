"""Where a link leads, and whether its words say so."""

import pytest

from huiyin.mail.links import host_of, says


@pytest.mark.parametrize(
    ("address", "host"),
    [
        *(
            (address, "evil.cn")
            for address in ("https://evil.cn", "HTTP://EVIL.CN/x", "//evil.cn?x", "ftp://evil.cn#x", "https://evil.cn.")
        ),
        *(
            (address, "evil.cn")
            for address in ("https:evil.cn", "https:/evil.cn", "https:///evil.cn", "\\\\evil.cn", "/\\evil.cn\\bank.cn")
        ),
        *((address, "evil.cn") for address in ("https:\t//evil.cn", "ht\ntps://ev\ril.cn", "\x01 https://evil.cn ")),
        *((address, "evil.cn") for address in ("https://bank.cn@evil.cn", "https://a:b@bank.cn@evil.cn:443/", "https://bank.cn:@evil.cn")),
        *((address, "evil.cn") for address in ("https://%65vil.cn", "https://ｅｖｉｌ。cn", "https://ev\u00adi\u200bl\uff61cn")),
        ("https://evil.cn?@bank.cn", "evil.cn"),
        ("https://[2001:db8::1]:8443/x", "[2001:db8::1]"),
        ("https://例子.中国/", "xn--fsqu00a.xn--fiqs8s"),
        ("https://b\u0430nk.cn", "xn--bnk-6cd.cn"),
        *((address, "") for address in ("", "mailto:a@b.cn", "javascript:x('//bank.cn')", "/x//bank.cn", "bank.cn", "tel:110", "https://")),
        *((address, "") for address in ("https://a b.cn", "https://a%0ab.cn", "https://bank.cn\uff0fx", "https://[x]")),
    ],
)
def test_the_host_is_the_one_that_a_browser_asks(address: str, host: str) -> None:  # X10
    assert host_of(address) == host


@pytest.mark.parametrize("words", ["evil.cn", "see https://evil.cn/x", "at Evil.CN now", "//evil.cn"])
def test_words_that_name_the_host_say_it(words: str) -> None:
    assert says(words, "evil.cn")


@pytest.mark.parametrize(
    "words", ["notevil.cn.bank.cn", "evil.cn.bank.cn", "https://bank.cn/evil.cn", "evil.cn@bank.cn", "bank.cn?evil.cn", "xevil.cn", ""]
)
def test_words_that_only_hold_its_letters_do_not(words: str) -> None:
    assert not says(words, "evil.cn")


def test_a_host_in_chinese_is_said_in_chinese() -> None:
    assert says("请看 例子.中国", host_of("https://例子.中国"))
