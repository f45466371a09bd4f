import { mandates } from '#mandates';
import { runProcess } from '#runtime';

/** Runs the context mandates as a process of its own; the others reach it over the bus. */
await runProcess({ title: 'Regie hub: mandates', contexts: [mandates], port: 3001 });
