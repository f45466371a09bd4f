import { runProcess } from '#runtime';
import { teams } from '#teams';

/** Runs the context teams as a process of its own; the others reach it over the bus. */
await runProcess({ title: 'Regie hub: teams', contexts: [teams], port: 3004 });
