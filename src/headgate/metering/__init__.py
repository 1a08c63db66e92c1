"""What it cost: usage read from answers, prices, charges."""
