/** Adds the other files of the package to dist/client after tsc has written the code there. Run `npm run client`, then `npm pack ./dist/client`. */
import { copyFile, cp } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const from = (file) => fileURLToPath(new URL(file, import.meta.url));
for (const file of ['package.json', 'README.md', '../../LICENSE'])
  await copyFile(from(file), from(`../../dist/client/${basename(file)}`));

// The parser is bundled: its `engines` field names newer versions of Node than the client supports, so that installing it could fail. It runs on all.
const parser = 'node_modules/eventsource-parser';
await cp(from(`../../${parser}`), from(`../../dist/client/${parser}`), { recursive: true });
