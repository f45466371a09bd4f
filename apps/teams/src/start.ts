import { runProcess } from '#runtime';
import { teams } from '#teams';

/** Runs the context teams in its own process, which exchanges public events with the other contexts over the bus. */
await runProcess({ title: 'Regie hub: teams', contexts: [teams], port: 3004 });
