"""A queue that holds decisions is not replaced unread."""

import pytest

from probata.errors import UserError
from probata.linkage.review import refuse_to_lose

HEAD = "record_1,record_2,decision\n"


def queue(folder, text):
    path = folder / "review.csv"
    path.write_text(text)
    return path


def test_a_queue_with_a_decision_is_refused_unless_it_was_given(tmp_path):
    path = queue(tmp_path, HEAD + "A,B,same\nC,D,\n")
    with pytest.raises(UserError, match="holds decisions"):
        refuse_to_lose(path, [])
    refuse_to_lose(path, [tmp_path / "." / "review.csv"])


@pytest.mark.parametrize("text", [HEAD, HEAD + "A,B,\n", ""])
def test_a_queue_without_any_may_be_replaced(tmp_path, text):
    refuse_to_lose(queue(tmp_path, text), [])
    refuse_to_lose(tmp_path / "none.csv", [])
