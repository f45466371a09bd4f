import { readFile, writeFile } from 'node:fs/promises';
import { billOfMaterials, type Lock } from './sbom.js';

/** Writes the bill of materials of the image to dist/sbom.cdx.json, for `npm run sbom`. The build of the image has few other files. */
const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lock;
await writeFile('dist/sbom.cdx.json', `${billOfMaterials(lock)}\n`);
