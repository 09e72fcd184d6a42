"""Checks a published table or a draft: arithmetic, disclosure and wording."""
