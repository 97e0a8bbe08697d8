"""results → verdict: settings, suppressions, baseline, decision. Knows no text of any change."""
