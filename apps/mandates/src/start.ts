import { mandates } from '#mandates';
import { runProcess } from '#runtime';

/** Runs the context mandates in its own process, which exchanges public events with the other contexts over the bus. */
await runProcess({ title: 'Regie hub: mandates', contexts: [mandates], port: 3001 });
