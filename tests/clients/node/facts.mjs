// What a client program saw, told in one line of JSON to the test that ran it: see ../python/facts.py.

const calls = [];

export function saw(api, model, usage) {
  const amounts = usage && {
    prompt_tokens: usage.prompt_tokens ?? usage.input_tokens,
    cached_tokens: (usage.prompt_tokens_details ?? usage.input_tokens_details)?.cached_tokens ?? 0,
    completion_tokens: usage.completion_tokens ?? usage.output_tokens ?? 0,
  };
  calls.push({ api, model, status: 200, usage: amounts ?? null });
}

export function tell(facts) {
  console.log(JSON.stringify({ calls, ...facts }));
}
