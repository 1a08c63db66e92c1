"""Recording a real endpoint, and answering from what was recorded."""
