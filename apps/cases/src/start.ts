import { cases } from '#cases';
import { runProcess } from '#runtime';

/** Runs the context cases as a process of its own; the others reach it over the bus. */
await runProcess({ title: 'Regie hub: cases', contexts: [cases], port: 3002 });
