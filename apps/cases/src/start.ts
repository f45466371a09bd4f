import { cases } from '#cases';
import { runProcess } from '#runtime';

/** Runs the context cases in its own process, which exchanges public events with the other contexts over the bus. */
await runProcess({ title: 'Regie hub: cases', contexts: [cases], port: 3002 });
