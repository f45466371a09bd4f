import type { Command } from 'commander';
import { type Caller, connect } from '../hub.js';
import { facts, type Terminal } from '../terminal.js';

/** The answer of `GET /v1/mandates/holder`. */
export type HolderAnswer = Readonly<{ neighbourhood: string; neighbourhoodName?: string; theme: string; on: string }> &
  Readonly<
    | { holder: null }
    | {
        holder: Readonly<{ agency: string; name: string }>;
        mandateId: string;
        decision: Readonly<{ body: string; reference: string; date: string }>;
        since: string;
        until: string | null;
      }
  >;

export const holderCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('holder')
    .summary('who coordinates a theme in a neighbourhood, since when, by which decision')
    .description('Who holds the mandate for a theme in a neighbourhood on a day, by which decision and since when. Nobody is an answer too.')
    .argument('<neighbourhood>', 'the code of the neighbourhood, such as 4')
    .argument('<theme>', 'such as leefbaarheid')
    .option('--on <date>', 'on this day, as YYYY-MM-DD; today when left out')
    .option('--json', 'print what the hub answers')
    .action(async (neighbourhood: string, theme: string, { on, json }: { on?: string; json?: true }) => {
      const hub = await connect(program.opts<Caller>(), terminal, 'an.peeters');
      const answer = await hub.get<HolderAnswer>('/v1/mandates/holder', { neighbourhood, theme, on });
      terminal.out(json ? `${JSON.stringify(answer, undefined, 2)}\n` : holderInWords(answer));
    });

export const holderInWords = (answer: HolderAnswer): string => {
  const { neighbourhood, neighbourhoodName, theme, on, holder } = answer;
  const where = neighbourhoodName ? `${neighbourhoodName} (${neighbourhood})` : `neighbourhood ${neighbourhood}`;
  if (holder === null) return `On ${on}, nobody holds the mandate for ${theme} in ${where}.\n`;
  const { mandateId, decision, since, until } = answer;
  return (
    `On ${on}, ${holder.name} holds the mandate for ${theme} in ${where}.\n` +
    facts([
      ['agency', holder.agency],
      ['since', since],
      ['until', until ? `${until} (the first day without it)` : 'no end date'],
      ['decision', `${decision.reference}, ${decision.body}, ${decision.date}`],
      ['mandate', mandateId],
    ])
  );
};
