import type { Command } from 'commander';
import { caseInWords, type TimelineEntry, type VisibleCase } from '../case-in-words.js';
import { type Caller, connect, type Hub } from '../hub.js';
import { facts, type Terminal } from '../terminal.js';

/** The default caller: the coordinator of Stad Gent in the demonstration. */
const COORDINATOR = 'an.peeters';

export const caseCommand = (program: Command, terminal: Terminal): void => {
  const cases = program
    .command('case')
    .summary('open a joint case, or show one')
    .description('Works on joint cases: several agencies, one mandate.');
  openCommand(program, cases, terminal);
  showCommand(program, cases, terminal);
};

type OpenOptions = Readonly<{
  title: string;
  neighbourhood: string;
  theme: string;
  why: string;
  scope: string;
  invite: readonly string[];
  json?: true;
}>;
/** The response of `POST /v1/cases`. */
type OpenedCase = Readonly<{ caseId: string; outcome: string }>;

const openCommand = (program: Command, cases: Command, terminal: Terminal): Command =>
  cases
    .command('open')
    .summary('open a case under the mandate in force, and invite agencies')
    .description(
      'Opens a joint case under the mandate in force for its neighbourhood and theme, and invites agencies. Without a mandate there is no case.',
    )
    .requiredOption('--title <text>', 'title, without names of persons')
    .requiredOption('--neighbourhood <code>', 'code of the neighbourhood, such as 4')
    .requiredOption('--theme <theme>', 'theme, such as leefbaarheid')
    .requiredOption('--why <text>', 'reason that the solution lies in the neighbourhood, at least in part')
    .requiredOption('--scope <text>', 'purpose and limits; begin small')
    .option('--invite <agencies>', 'agencies to invite, such as ocmw-gent,woningent', parseList, [])
    .option('--json', 'print the response as JSON')
    .action(async ({ json, ...body }: OpenOptions) => {
      const hub = await connect(program.opts<Caller>(), terminal, COORDINATOR);
      const opened = await hub.post<OpenedCase>('/v1/cases', body);
      terminal.out(json ? `${JSON.stringify(opened, undefined, 2)}\n` : openedInWords(opened, body));
      terminal.err(`What to do next: npx regie case show ${opened.caseId}\n`);
    });

/** Splits `ocmw-gent, woningent` into two codes. */
export const parseList = (text: string): string[] =>
  text
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');

export const openedInWords = (
  { caseId }: OpenedCase,
  { title, invite }: Pick<OpenOptions, 'title' | 'invite'>,
): string =>
  `The case "${title}" is open.\n` +
  facts([
    ['case', caseId],
    ['invited', invite.join(', ')],
  ]);

const showCommand = (program: Command, cases: Command, terminal: Terminal): Command =>
  cases
    .command('show')
    .summary('show a case: coordination, participants, commitments and last events')
    .description(
      'Shows the part of a case that the caller may see: all of it for participants, less for invited agencies and managers of the city.',
    )
    .argument('<id>', 'id of the case, as opening it returned')
    .option('--json', 'print the response as JSON, with the whole timeline')
    .action(async (id: string, { json }: { json?: true }) => {
      const hub = await connect(program.opts<Caller>(), terminal, COORDINATOR);
      const visibleCase = await hub.get<VisibleCase>(`/v1/cases/${encodeURIComponent(id)}`);
      const timeline = visibleCase.view === 'full' ? await timelineOf(hub, visibleCase.caseId) : [];
      if (json) return terminal.out(`${JSON.stringify({ ...visibleCase, timeline }, undefined, 2)}\n`);
      const { name } = await hub.get<{ name: string }>(
        `/v1/neighbourhoods/${encodeURIComponent(visibleCase.neighbourhood)}`,
      );
      return terminal.out(caseInWords(visibleCase, name, timeline));
    });

const timelineOf = async (hub: Hub, caseId: string): Promise<readonly TimelineEntry[]> => {
  const all: TimelineEntry[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: Readonly<{ entries: readonly TimelineEntry[]; next: number | null }> = await hub.get(
      `/v1/cases/${caseId}/timeline`,
      { after: String(after), limit: '500' },
    );
    all.push(...page.entries);
    after = page.next;
  }
  return all;
};
