-- What each row tells whoever writes the next reply is made once, when the row is computed, and stored beside it. A row
-- without it is told of all the same: its sentences are made when it is read.

-- Whoever changes a row, by whatever means, makes its sentences say something else than the row does: they go. A refresh
-- always writes another value, because it says when it was computed.
CREATE FUNCTION forget_guidance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.guidance := NULL;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION forget_guidance() IS 'Drops the guidance of a row that was changed without computing it anew';

ALTER TABLE strategic_memory_health ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_memory_health ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_memory_health.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_memory_health FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();

ALTER TABLE strategic_character_performance ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_character_performance ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_character_performance.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_character_performance FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();

ALTER TABLE strategic_personality_profiles ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_personality_profiles ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_personality_profiles.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_personality_profiles FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();

ALTER TABLE strategic_conversation_patterns ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_conversation_patterns ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_conversation_patterns.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_conversation_patterns FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();

ALTER TABLE strategic_memory_behavior ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_memory_behavior ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_memory_behavior.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_memory_behavior FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();

ALTER TABLE strategic_engagement_opportunities ADD COLUMN guidance jsonb CHECK (jsonb_typeof(guidance) = 'object');
ALTER TABLE strategic_engagement_opportunities ALTER COLUMN guidance SET STATISTICS 0;
COMMENT ON COLUMN strategic_engagement_opportunities.guidance IS 'What the row tells whoever writes the next reply: {at, sentences [{worth, text, tokens}]}, worth 0 to 1, tokens of o200k, at the computed_at it holds for in epoch ms; null where it was not computed with the row';
CREATE TRIGGER forget_guidance BEFORE UPDATE ON strategic_engagement_opportunities FOR EACH ROW
  WHEN (OLD.guidance IS NOT NULL AND NEW.guidance IS NOT DISTINCT FROM OLD.guidance)
  EXECUTE FUNCTION forget_guidance();
