import { InvalidSettings, loadSettings } from '#service';
import { startHub } from './hub.js';

/** `npm start`: the hub in a box. Everything that goes wrong before it listens is said in one line with the remedy. */
try {
  const hub = await startHub(loadSettings(process.env), (line) => console.log(line));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('\nfinishing what is under way ...');
      hub.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(error instanceof InvalidSettings || (error as Error).name === 'HubError' ? (error as Error).message : error);
  process.exit(1);
}
