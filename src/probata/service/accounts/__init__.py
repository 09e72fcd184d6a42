"""Who may sign in: people, their roles, and how they prove who they are."""
