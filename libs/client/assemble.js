/** Puts the package of the client together in dist/client, where tsc has made its code: `npm run client`, then `npm pack ./dist/client`. */
import { copyFile, cp } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const from = (file) => fileURLToPath(new URL(file, import.meta.url));
for (const file of ['package.json', 'README.md', '../../LICENSE'])
  await copyFile(from(file), from(`../../dist/client/${basename(file)}`));

// It runs on every Node that the client runs on, but names newer ones only: asked for at a registry, it would be refused by some.
const parser = 'node_modules/eventsource-parser';
await cp(from(`../../${parser}`), from(`../../dist/client/${parser}`), { recursive: true });
