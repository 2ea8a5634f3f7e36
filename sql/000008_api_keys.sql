-- Keys of the API. A key is cpk_<key_id>_<secret>, 256 random bits of secret; only the hash of the whole is kept.

CREATE TABLE api_keys (
  key_id text NOT NULL PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{12}$'),
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  bot_name text CHECK (length(bot_name) BETWEEN 1 AND 256),
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  CHECK (
    (bot_name IS NOT NULL AND scopes <@ ARRAY['read', 'write']) OR
    (bot_name IS NULL AND scopes <@ ARRAY['admin', 'metrics'])
  )
);
COMMENT ON TABLE api_keys IS 'Keys of the API, without the keys: they are shown once, when they are made';
COMMENT ON COLUMN api_keys.key_id IS 'What a key is called in lists and logs; part of the key, no secret';
COMMENT ON COLUMN api_keys.key_hash IS 'SHA-256 of the key';
COMMENT ON COLUMN api_keys.bot_name IS 'The one bot it is for; null for admin and metrics';
COMMENT ON COLUMN api_keys.scopes IS 'read and write for one bot, or admin, or metrics';
COMMENT ON COLUMN api_keys.created_at IS 'When it was made';
COMMENT ON COLUMN api_keys.last_used_at IS 'When it was last used, to about half a minute; null when it never was';
COMMENT ON COLUMN api_keys.revoked_at IS 'Since when it opens nothing any more; null while it does';

-- Every process holds the living keys in memory and reads them again when one is made or revoked.
CREATE FUNCTION notify_keys_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('coldpath_keys_changed', '');
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION notify_keys_changed() IS 'Makes listening processes read the keys again';

CREATE TRIGGER keys_changed
  AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF key_id, key_hash, bot_name, scopes, revoked_at ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION notify_keys_changed();
