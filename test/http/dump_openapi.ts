import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openApiDocument } from '../../src/http/openapi/document.ts';

// npm run openapi:lint: writes the document where the linter finds it.
const [, , file = 'node_modules/.cache/openapi.json'] = process.argv;
await mkdir(dirname(file), { recursive: true });
await writeFile(file, JSON.stringify(openApiDocument(), null, 2));
