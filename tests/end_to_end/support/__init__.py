"""What the end-to-end tests share: the programs as processes, clients made by reflection, and articles to send."""
