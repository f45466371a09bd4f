import { run } from './cli.js';

/** Runs in the process that `bin/regie.js` starts. A reader that stops early, as in `regie … | head`, is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  interactive: process.stderr.isTTY,
  ...(process.stdout.isTTY && { screen: { columns: process.stdout.columns } }),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
