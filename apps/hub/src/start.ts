import { loadSettings, runProgram } from '#runtime';
import { startHub } from './hub.js';

/** Errors whose message contains a remedy for the operator. Other errors are printed with their stack. */
const REMEDIED = ['InvalidSettings', 'CannotStart', 'PostgresUnavailable'];

/** Runs the hub in a box, for `npm start`. */
await runProgram((shutdown) => startHub(loadSettings(process.env), (line) => console.log(line), shutdown), {
  stopping: () => console.log('\nfinishing what is under way ...'),
  explain: (error) => {
    const { name, message, stack } = error as Error;
    return REMEDIED.includes(name) ? message : (stack ?? String(error));
  },
});
