from tests.unit.simulator.threads.crew import Crew


def test_only_the_last_messages_are_read_if_so_asked() -> None:
    crew = Crew("word " * 100)
    crew.say("Repeat: 'last'")
    whole = crew.done()["usage"]["prompt_tokens"]
    crew.say("Repeat: 'last'")
    part = crew.done(truncation_strategy={"type": "last_messages", "last_messages": 1})["usage"]["prompt_tokens"]

    assert part < 20 < whole
    assert crew.texts()[-1] == "last"


def test_the_oldest_messages_are_left_out_until_the_prompt_fits() -> None:
    crew = Crew("word " * 300)
    crew.say("Repeat: 'fits'")
    run = crew.done(max_prompt_tokens=256)

    assert run["status"] == "completed"
    assert run["usage"]["prompt_tokens"] < 20
    assert crew.texts()[-1] == "fits"


def test_a_last_message_that_does_not_fit_ends_the_run_before_it_begins() -> None:
    crew = Crew("word " * 300)
    run = crew.done(max_prompt_tokens=256)

    assert (run["status"], run["incomplete_details"]) == ("incomplete", {"reason": "max_prompt_tokens"})
    assert run["usage"]["total_tokens"] == 0
    assert crew.texts() == ["word " * 300]


def test_pictures_are_counted_by_their_size_and_tell_prompts_apart() -> None:
    crew = Crew()
    texts = []
    for name in ("a", "b"):
        picture = {"type": "image_url", "image_url": {"url": f"https://example.com/{name}.png", "detail": "low"}}
        crew.thread = crew.post("threads", {"messages": [{"role": "user", "content": [picture]}]}).json["id"]
        assert crew.done()["status"] == "completed"
        texts.append(crew.texts()[-1])

    assert texts[0] != texts[1]
    assert crew.legs().image_prompt_tokens == 2 * 85
