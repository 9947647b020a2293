"""Who is who: features → blocking → compare → model → cluster → golden; `engine` orchestrates."""
