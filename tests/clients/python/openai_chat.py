"""Chat as the official client's first page shows it: against Azure, and against the v1 API."""

from facts import saw, tell
from openai import AzureOpenAI, OpenAI

QUESTION = "What does a headgate do?"

with AzureOpenAI() as azure, OpenAI() as plain:
    texts = {}
    for name, client in {"azure": azure, "plain": plain}.items():
        completion = client.chat.completions.create(
            model="gpt-4o",
            messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}],
        )
        [choice] = completion.choices
        assert choice.finish_reason == "stop"
        assert choice.message.role == "assistant"
        assert completion.model == "gpt-4o-2024-11-20"
        assert completion._request_id
        saw("chat.completions", "gpt-4o", completion.usage)
        texts[name] = choice.message.content

    for _ in range(2):
        long = azure.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Water. " * 800}], max_tokens=3
        )
        saw("chat.completions", "gpt-4o", long.usage)
    assert long.usage is not None
    assert long.usage.prompt_tokens_details is not None
    assert long.usage.prompt_tokens_details.cached_tokens

    choices = plain.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": [{"type": "text", "text": "Name three rivers."}]}],
        n=3,
        max_completion_tokens=7,
        user="grace",
    )
    assert [choice.finish_reason for choice in choices.choices] == ["length"] * 3
    saw("chat.completions", "gpt-4o-mini", choices.usage)

    completion = azure.completions.create(model="gpt-4o-mini", prompt="Water flows", max_tokens=12)
    assert completion.choices[0].text
    saw("completions", "gpt-4o-mini", completion.usage)

    listed = {client.base_url.path: sorted(model.id for model in client.models.list()) for client in (plain,)}

tell(texts=texts, listed=listed)
