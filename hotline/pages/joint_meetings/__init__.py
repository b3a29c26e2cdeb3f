"""The pages of the joint meeting (联席会议)."""
