import { brusselsDate } from '#kernel';
import { HubProcess } from './hub-process.js';
import { mainJob } from './main-job.js';
import { peopleAt } from './people.js';

/**
 * `npm run demo`: starts a temporary hub and runs the main job on it over HTTP. Exits with 1 after an unexpected result.
 */
const started = Date.now();
console.log('Starting a throwaway hub with the Ghent demonstration ...\n');
try {
  const hub = await HubProcess.start();
  try {
    await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: (line) => console.log(line) });
    console.log(
      `\nEverything came out as it should, in ${((Date.now() - started) / 1000).toFixed(1)} s. Start a hub of your own with: npm start`,
    );
  } finally {
    await hub.remove();
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  process.exitCode = 1;
}
