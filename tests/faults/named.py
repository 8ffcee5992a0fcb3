"""The 52 faults that the design names: what the harness plays for each, the tests that prove it, or what is not built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.faults.flows import BY_NAME
from tests.faults.harness import Scenario, survey
from tests.faults.injector import (
    BROKEN_AFTER,
    BROKEN_BEFORE,
    CONFLICT,
    DENIED,
    KILL_AFTER,
    KILL_BEFORE,
    RIVAL,
    THROTTLE,
    TIMEOUT_AFTER,
    TIMEOUT_BEFORE,
    Mode,
)
from tests.faults.world import World

IDS = tuple(f"FA{number:02}" for number in range(1, 53))
# `make faults` plays every flow; here two speak for all: the one that nobody may lose, and one of several commands.
_SAMPLE = ("receive", "contact")


@dataclass(frozen=True)
class Played:
    """modes of strikes on flows. operation: only calls of this operation, "" for each; lasting: from the struck call on."""

    modes: tuple[Mode, ...]
    flows: tuple[str, ...] = _SAMPLE
    operation: str = ""
    lasting: bool = False

    def scenarios(self, world: World) -> Iterator[Scenario]:
        """Every strike, on every call that it is meant for."""
        for flow in (BY_NAME[name] for name in self.flows):
            for k, call in enumerate(survey(world, flow).calls, start=1):
                if self.operation in ("", call.operation):
                    yield from (Scenario(flow, k, mode, call.operation, self.lasting) for mode in self.modes)


@dataclass(frozen=True)
class Proved:
    """Tests of the product that prove it as a whole, below tests/."""

    tests: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """Not built: the issue that builds it (0: none so far), and what is missing."""

    issue: int
    missing: str


def _by(*tests: str) -> Proved:
    return Proved(tests)


NAMED: Mapping[str, Played | Proved | Open] = {
    "FA01": Played((TIMEOUT_BEFORE,)),
    "FA02": Played((TIMEOUT_AFTER,)),
    "FA03": Played((THROTTLE,)),
    "FA04": Played((BROKEN_BEFORE, BROKEN_AFTER)),
    "FA05": Played((DENIED,)),
    "FA06": Played((KILL_BEFORE, KILL_AFTER)),
    "FA07": _by("faults/test_named.py::test_fa07_two_faults_in_one_flow_lose_nothing_either"),
    "FA08": Played((KILL_BEFORE, KILL_AFTER), ("sweep",)),
    "FA09": Played((RIVAL,), ("receive",), "TransactWriteItems"),
    "FA10": Played((CONFLICT,), ("receive", "add"), "TransactWriteItems"),
    "FA11": _by("entry/test_owner_api.py::test_l02_a_matter_beyond_any_item_is_refused_by_its_size"),
    "FA12": Played((BROKEN_BEFORE, DENIED), ("receive",), "TransactWriteItems", lasting=True),
    "FA13": Played((TIMEOUT_AFTER, KILL_AFTER), ("receive",), "TransactWriteItems"),
    "FA14": _by("faults/test_named.py::test_fa14_without_a_key_nothing_is_taken_and_nothing_is_kept_in_clear"),
    "FA15": _by("test_casework.py::test_the_same_form_sent_again_has_the_same_receipt_and_no_second_case"),
    "FA16": _by(
        "entry/test_inbound_mail.py::test_the_same_mail_again_is_the_same_case",
        "entry/test_inbound_mail.py::test_a_notice_that_comes_before_its_mail_is_tried_again_and_stops_no_other",
        "entry/test_inbound_mail.py::test_a_mail_whose_notice_was_lost_is_found_by_the_clock",
    ),
    "FA17": _by("entry/test_inbound_mail.py::test_a_mail_that_breaks_the_reader_is_a_case_for_a_person"),
    "FA18": _by("entry/test_inbound_mail.py::test_a_function_that_died_after_the_case_was_written_makes_no_second_one"),
    "FA19": Open(0, "no door for WeChat"),
    "FA20": Played((RIVAL,), ("contact",), "TransactWriteItems"),
    "FA21": Played((DENIED,), ("contact", "identity"), "Decrypt"),
    "FA22": _by(
        "entry/test_sign_in.py::test_without_the_issuers_keys_nobody_is_let_in",
        "entry/test_sign_in.py::test_a_desk_without_its_issuer_says_that_it_is_busy",
    ),
    "FA23": Played((TIMEOUT_AFTER,), ("contact",), "TransactWriteItems"),
    "FA24": Played((KILL_AFTER,), ("letter",), "SendEmail"),
    "FA25": _by("mail/test_outbox.py::test_nothing_is_lost_while_the_carrier_is_down_for_hours"),
    "FA26": _by("mail/test_outbox.py::test_nothing_is_lost_while_the_carrier_is_down_for_hours"),
    "FA27": _by(
        "mail/test_outbox.py::test_a_refused_address_is_final_and_the_queue_goes_on",
        "mail/test_letters_that_wait_or_return.py::test_an_owner_whose_address_is_refused_is_to_be_phoned",
    ),
    "FA28": _by("mail/test_outbox.py::test_nothing_is_lost_while_the_carrier_is_down_for_hours"),
    "FA29": Played((RIVAL,), ("letter",)),
    "FA30": _by("store/test_owed.py::test_a_slow_sender_settles_nothing_once_another_has_the_letter"),
    "FA31": _by("entry/test_mail_receipts.py::test_news_before_the_message_id_is_stored_needs_none"),
    "FA32": _by("entry/test_mail_receipts.py::test_a_week_of_news_again_changes_nothing"),
    "FA33": _by("entry/test_clean_evidence.py::test_a_photo_waits_in_the_dead_letters_while_nothing_can_be_recorded"),
    "FA34": _by("entry/test_clean_evidence.py::test_a_file_that_cannot_be_opened_in_three_tries_is_kept_and_the_owner_is_told"),
    "FA35": Played((KILL_BEFORE, KILL_AFTER), ("evidence",), "PutObject"),
    "FA36": Played((KILL_AFTER,), ("deadline",), "TransactWriteItems"),
    "FA37": _by("entry/test_sweep_deadlines.py::test_a_clock_that_was_off_for_a_day_says_only_what_is_still_true"),
    "FA38": _by("store/test_figures.py::test_a_report_that_dies_half_way_leaves_the_old_one"),
    "FA39": Open(7, "the report counts plain facts and opens no case; texts come with the insight"),
    "FA40": Open(6, "no erasure"),
    "FA41": Open(6, "no erasure"),
    "FA42": _by("journeys/test_replayed_stream.py::test_a_stream_that_is_replayed_in_any_order_sends_no_letter_twice_and_changes_nothing"),
    "FA43": _by("infra/local/test_streams.py::test_a_bad_record_is_tried_again_alone_with_those_behind_it_and_then_put_aside"),
    "FA44": _by("entry/test_sweep_deadlines.py::test_with_the_stream_off_every_letter_still_leaves_once"),
    "FA45": Played((CONFLICT, KILL_BEFORE, KILL_AFTER), ("survey",), "TransactWriteItems"),
    "FA46": _by("infra/local/test_lag.py::test_an_owner_can_follow_a_case_that_no_list_shows_yet"),
    "FA47": _by("store/test_codec.py::test_a_fact_of_a_newer_release_is_passed_over"),
    "FA48": _by("store/test_codec.py::test_an_event_of_a_newer_release_is_left_alone"),
    "FA49": _by("infra/test_doctor.py::test_pages_of_another_edition_are_named"),
    "FA50": Open(5, "verify names what is gone by the books of days; the letters that had left are not listed for people"),
    "FA51": _by("faults/test_ticks.py::test_tm05_clocks_ten_minutes_apart_change_neither_the_order_nor_the_end"),
    "FA52": _by("entry/test_journal.py::test_fa52_a_log_or_a_figure_that_fails_does_not_fail_the_work"),
}
PLAYED = {case: how for case, how in NAMED.items() if isinstance(how, Played)}
