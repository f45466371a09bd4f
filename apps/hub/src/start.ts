import { loadSettings, stopOnSignal } from '#runtime';
import { startHub } from './hub.js';

/** Errors whose message is for the person who starts the hub, and says what to do. */
const REMEDIED = ['InvalidSettings', 'CannotStart', 'PostgresUnavailable'];

/** `npm start`: the hub in a box. Everything that goes wrong before it listens is said in one line with the remedy. */
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
