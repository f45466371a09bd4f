import { loadSettings, stopOnSignal } from '#runtime';
import { startHub } from './hub.js';

/** Errors whose message contains a remedy for the operator; the others are printed with their stack. */
const REMEDIED = ['InvalidSettings', 'CannotStart', 'PostgresUnavailable'];

/** Starts the hub in a box, for `npm start`. An error before it listens is printed in one line with the remedy. */
try {
  const hub = await startHub(loadSettings(process.env), (line) => console.log(line));
  const stop = (): Promise<void> => {
    console.log('\nfinishing what is under way ...');
    return hub.stop();
  };
  stopOnSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], stop, console.error);
} catch (error) {
  console.error(REMEDIED.includes((error as Error).name) ? (error as Error).message : error);
  process.exit(1);
}
