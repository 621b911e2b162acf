"""The search: one analyser for what is written and what is asked, one document per public record, two engines."""
