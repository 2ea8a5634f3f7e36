import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { openApiDocument } from '../openapi/document.ts';

const ASSETS = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>coldpath API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui">The API is told in <a href="/openapi.json">/openapi.json</a>; this page shows it by JavaScript.</div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** Nothing but this server is asked. Swagger UI sets style attributes and draws its icons from data URLs. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** GET /openapi.json, and /docs, where a person reads it: Swagger UI from its own package, no other host. */
export function docsRoutes(): Hono {
  const document = JSON.stringify(openApiDocument());
  const file = (name: string) => readFile(join(ASSETS, name), 'utf8');
  const javascript = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=3600' };
  return new Hono()
    .get('/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }))
    .get('/docs', (c) => c.html(PAGE, 200, { 'content-security-policy': POLICY }))
    .get('/docs/start.js', (c) => c.body(START, 200, javascript))
    .get('/docs/swagger-ui-bundle.js', async (c) => c.body(await file('swagger-ui-bundle.js'), 200, javascript))
    .get('/docs/swagger-ui.css', async (c) =>
      c.body(await file('swagger-ui.css'), 200, { 'content-type': 'text/css', 'cache-control': 'max-age=3600' }),
    );
}
