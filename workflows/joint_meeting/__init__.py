"""The joint meeting (联席会议): candidates, preparation, decisions, and what becomes of them."""
