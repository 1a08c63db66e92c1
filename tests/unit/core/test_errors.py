from headgate.core.errors import ConfigurationError, Mistake


def test_a_mistake_reads_as_a_place_an_editor_can_jump_to() -> None:
    mistake = Mistake("headgate.yaml", 12, "models.gpt-4o.pools", "unknown deployment 'eastus/gpt4'")

    assert str(mistake) == "headgate.yaml:12: models.gpt-4o.pools: unknown deployment 'eastus/gpt4'"


def test_a_mistake_without_a_line_names_the_file_alone() -> None:
    assert str(Mistake("headgate.yaml", 0, "", "no such file")) == "headgate.yaml: no such file"


def test_a_mistake_without_a_key_names_the_line() -> None:
    assert str(Mistake("headgate.yaml", 3, "", "not YAML")) == "headgate.yaml:3: not YAML"


def test_a_configuration_error_tells_every_mistake_in_order() -> None:
    mistakes = [Mistake("a.yaml", 1, "gate", "wrong"), Mistake("a.yaml", 2, "models", "missing")]
    error = ConfigurationError(mistakes)

    assert str(error) == "a.yaml:1: gate: wrong\na.yaml:2: models: missing"
    assert error.mistakes == mistakes
