import { run } from './cli.js';

/** The entry point that `bin/regie.js` starts. A closed pipe, as after `regie … | head`, is not an error. */
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
