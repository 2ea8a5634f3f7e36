-- What recomputing a sample of reads found: how far what was served was from what the events gave at that moment.

CREATE TABLE shadow_checks (
  bot_name text NOT NULL REFERENCES bots (bot_name) ON DELETE CASCADE,
  day date NOT NULL,
  section text NOT NULL CHECK (section IN ('memory_health', 'character_performance', 'personality_profile',
    'conversation_patterns', 'memory_behavior', 'engagement_opportunities')),
  freshness text NOT NULL CHECK (freshness IN ('fresh', 'stale')),
  checked bigint NOT NULL CHECK (checked > 0),
  different bigint NOT NULL CHECK (different BETWEEN 0 AND checked),
  distance_sum double precision NOT NULL CHECK (distance_sum >= 0),
  distance_max double precision NOT NULL CHECK (distance_max BETWEEN 0 AND 1),
  PRIMARY KEY (bot_name, day, section, freshness)
);
COMMENT ON TABLE shadow_checks IS 'Reads that were recomputed from the events, by day: how far the answer was from the true one. Kept for 90 days';
COMMENT ON COLUMN shadow_checks.bot_name IS 'The bot';
COMMENT ON COLUMN shadow_checks.day IS 'The day, in UTC, on which the reads were answered';
COMMENT ON COLUMN shadow_checks.section IS 'The section';
COMMENT ON COLUMN shadow_checks.freshness IS 'How the section was labelled: fresh or stale';
COMMENT ON COLUMN shadow_checks.checked IS 'Sections that were recomputed';
COMMENT ON COLUMN shadow_checks.different IS 'Those of them that said anything else, were it the last digit of an age';
COMMENT ON COLUMN shadow_checks.distance_sum IS 'Sum of the distances, each 0 (the same) to 1 (nothing in common); divided by checked, the mean';
COMMENT ON COLUMN shadow_checks.distance_max IS 'The largest distance';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coldpath_readonly') THEN
    GRANT SELECT ON shadow_checks TO coldpath_readonly;
  END IF;
END
$$;
