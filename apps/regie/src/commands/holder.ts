import type { Command } from 'commander';
import { formatMoment } from '../format-moment.js';
import { type Caller, connect } from '../hub.js';
import { facts, type Terminal } from '../terminal.js';

/** The response of `GET /v1/mandates/holder`. */
export type HolderAnswer = Readonly<{
  neighbourhood: string;
  neighbourhoodName?: string;
  theme: string;
  on: string;
  knownAt?: string;
}> &
  (({ readonly holder: null } & Readonly<{ suspended?: Held }>) | Held);
type Held = Readonly<{
  holder: Readonly<{ agency: string; name: string; status?: 'suspended' | 'ended' }>;
  mandateId: string;
  decision: Readonly<{ body: string; reference: string; date: string; link?: string }>;
  since: string;
  until: string | null;
  recordedAt?: string;
}>;

export const holderCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('holder')
    .summary('show the holder of a theme in a neighbourhood, with its decision and first day')
    .description(
      'Shows the holder of the mandate for a theme in a neighbourhood on a day, with its decision and first day. It may be nobody. --known-at asks for an earlier state of the register.',
    )
    .argument('<neighbourhood>', 'code of the neighbourhood, such as 4')
    .argument('<theme>', 'theme, such as leefbaarheid')
    .option('--on <date>', 'day of the question, as YYYY-MM-DD; today when left out')
    .option(
      '--known-at <moment>',
      'moment whose state of the register is asked for: an instant such as 2026-03-01T12:00:00+01:00, or the end of a day; now when left out',
    )
    .option('--json', 'print the response as JSON')
    .action(
      async (
        neighbourhood: string,
        theme: string,
        { on, knownAt, json }: { on?: string; knownAt?: string; json?: true },
      ) => {
        const hub = await connect(program.opts<Caller>(), terminal, 'an.peeters');
        const answer = await hub.get<HolderAnswer>('/v1/mandates/holder', { neighbourhood, theme, on, knownAt });
        terminal.out(json ? `${JSON.stringify(answer, undefined, 2)}\n` : holderInWords(answer));
      },
    );

export const holderInWords = (answer: HolderAnswer): string => {
  const { neighbourhood, neighbourhoodName, theme, on, knownAt, holder } = answer;
  const where = neighbourhoodName ? `${neighbourhoodName} (${neighbourhood})` : `neighbourhood ${neighbourhood}`;
  const when = knownAt ? `As known at ${knownAt}: on ${on}` : `On ${on}`;
  if (holder !== null)
    return `${when}, ${holder.name} holds the mandate for ${theme} in ${where}.\n${heldInWords(answer)}`;
  const nobody = `${when}, nobody holds the mandate for ${theme} in ${where}`;
  return answer.suspended ? `${nobody}: it is suspended.\n${heldInWords(answer.suspended)}` : `${nobody}.\n`;
};

const heldInWords = ({ holder, mandateId, decision, since, until, recordedAt }: Held): string =>
  facts([
    [
      'agency',
      holder.status
        ? `${holder.agency}, which takes no part in the hub now (${holder.status}): hand the mandate over, or end it`
        : holder.agency,
    ],
    ['since', since],
    ['until', until ? `${until} (the first day without it)` : 'no end date'],
    ['decision', `${decision.reference}, ${decision.body}, ${decision.date}`],
    ['mandate', mandateId],
    ['recorded', recordedAt && `${formatMoment(recordedAt)}, Brussels time`],
  ]);
