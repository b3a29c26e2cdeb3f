"""What may happen to a case, in which order, by whom, by when. No Flask here."""
