-- Whoever changes a cache row, by whatever means, makes every process drop its copy of it. The payload is
-- ["bot_name", "user_id"], ["bot_name"] for a row over a whole bot, [] when a table was truncated.

CREATE FUNCTION notify_conversation_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Postgres sends equal notifications of one transaction once.
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(NEW.bot_name, NEW.user_id)::text);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(OLD.bot_name, OLD.user_id)::text);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION notify_conversation_row_changed() IS 'Makes listening processes drop their copy of a conversation';

CREATE FUNCTION notify_bot_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(NEW.bot_name)::text);
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('coldpath_row_changed', json_build_array(OLD.bot_name)::text);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION notify_bot_row_changed() IS 'Makes listening processes drop their copy of a bot''s performance';

CREATE FUNCTION notify_rows_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('coldpath_row_changed', '[]');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION notify_rows_truncated() IS 'Makes listening processes drop all their copies';

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_memory_health
  FOR EACH ROW EXECUTE FUNCTION notify_conversation_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_memory_health
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_character_performance
  FOR EACH ROW EXECUTE FUNCTION notify_bot_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_character_performance
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_personality_profiles
  FOR EACH ROW EXECUTE FUNCTION notify_conversation_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_personality_profiles
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_conversation_patterns
  FOR EACH ROW EXECUTE FUNCTION notify_conversation_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_conversation_patterns
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_memory_behavior
  FOR EACH ROW EXECUTE FUNCTION notify_conversation_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_memory_behavior
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();

CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON strategic_engagement_opportunities
  FOR EACH ROW EXECUTE FUNCTION notify_conversation_row_changed();
CREATE TRIGGER rows_truncated AFTER TRUNCATE ON strategic_engagement_opportunities
  FOR EACH STATEMENT EXECUTE FUNCTION notify_rows_truncated();
