#!/usr/bin/env node
// Runs the command line. When the Node on the path is too old, starts it with the Node that the repository pins.
// Plain JavaScript, so that an older Node can read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isRecentEnough, NEEDED_NODE } from '../../require-node.js';

const inRepository = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const pinned = inRepository(`node_modules/node/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`);
const main = inRepository('dist/apps/regie/src/main.js');

const stop = (message) => {
  console.error(`regie: ${message}`);
  process.exit(1);
};

if (!isRecentEnough(process.versions.node)) {
  if (!existsSync(pinned))
    stop(`this is Node ${process.versions.node}, and Node ${NEEDED_NODE} is needed. In the repository, run: npm ci`);
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to the child as well. A signal to this process alone must be forwarded.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    stop(`the pinned Node could not be started (${error.message}). In the repository, run: npm ci`),
  );
  // The exit code after a signal is that of a shell: 130 after Ctrl-C.
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
} else {
  if (!existsSync(main)) stop('the command line is not built yet. In the repository, run: npm run build');
  await import(pathToFileURL(main).href);
}
