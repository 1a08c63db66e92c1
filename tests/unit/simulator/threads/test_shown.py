from headgate.simulator.threads import shown


def test_a_text_has_its_annotations_beside_it() -> None:
    assert shown.text("a") == {"type": "text", "text": {"value": "a", "annotations": []}}
    assert shown.text("a", [{"type": "file_path"}])["text"]["annotations"] == [{"type": "file_path"}]
