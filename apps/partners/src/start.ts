import { partners } from '#partners';
import { runProcess } from '#runtime';

/** Runs the context partners in its own process, which exchanges public events with the other contexts over the bus. */
await runProcess({ title: 'Regie hub: partners', contexts: [partners], port: 3003 });
