"""The router (分派模型): learns from labelled texts which label a new text gets, and says how sure it is."""
