import { partners } from '#partners';
import { runProcess } from '#runtime';

/** Runs the context partners as a process of its own; the others reach it over the bus. */
await runProcess({ title: 'Regie hub: partners', contexts: [partners], port: 3003 });
