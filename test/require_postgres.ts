// `npm run test:pg` without a server to test against would quietly test PGlite instead.
if (!process.env['TEST_DATABASE_URL']) {
  process.stderr.write('test:pg: TEST_DATABASE_URL must name a Postgres whose role may create databases\n');
  process.exit(2);
}
